/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/act-driver.h"

#include <errno.h>
#include <stdio.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/linux/child.h"
#include "host/linux/module.h"
#include "host/linux/origin.h"
#include "host/linux/persistence.h"

#define DEVICES "/sys/bus/pci/devices"
#define VFIO_DRIVER "vfio-pci"
#define NO_DRIVER "none"
#define CLEAR_OVERRIDE "\n"

static int add_override(struct file_writes *writes, const struct step *step, const char *driver)
{
	char path[128];

	snprintf(path, sizeof(path), DEVICES "/%s/driver_override",
	         address_format(step->function).text);
	return file_writes_add(writes, path, driver, false);
}

static int add_unbind(struct file_writes *writes, const struct step *step)
{
	char path[128];
	struct address_text address = address_format(step->function);

	snprintf(path, sizeof(path), DEVICES "/%s/driver/unbind", address.text);
	return file_writes_add(writes, path, address.text, true);
}

static int add_probe(struct file_writes *writes, const struct step *step)
{
	return file_writes_add(writes, "/sys/bus/pci/drivers_probe",
	                       address_format(step->function).text, false);
}

/* The function gets the driver it had; without a record of that, the one the kernel chooses. */
static int enable_writes(const struct step *step, struct file_writes *writes)
{
	const char *override = step->origin_known && step->override ? step->override
	                                                            : CLEAR_OVERRIDE;
	int r = 0;

	if (step->origin_known && !step->driver)
		return add_override(writes, step, override);
	if (step->origin_known)
		r = add_override(writes, step, step->driver);
	else
		r = add_override(writes, step, override);
	if (r >= 0)
		r = add_probe(writes, step);
	if (r >= 0 && step->origin_known)
		r = add_override(writes, step, override);
	return r;
}

int driver_writes(const struct step *step, struct file_writes *ret)
{
	struct file_writes writes = {0};
	int r;

	switch (step->kind) {
	case STEP_DISABLE:
	case STEP_MOUNT:
		/* The override first: else udev could give it to another driver at once. */
		r = add_override(&writes, step, NO_DRIVER);
		if (r >= 0)
			r = add_unbind(&writes, step);
		break;
	case STEP_DISMOUNT:
		r = add_override(&writes, step, VFIO_DRIVER);
		if (r >= 0)
			r = add_probe(&writes, step);
		break;
	case STEP_ENABLE:
		r = enable_writes(step, &writes);
		break;
	default:
		r = -EINVAL;
	}
	if (r >= 0)
		*ret = writes;
	return r;
}

/* The driver the function has now, "" for none. Returns 0, or -ENODEV when the function is gone. */
static int read_driver(struct linux_host *host, const struct step *step, char *driver, size_t size)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_close_ int folder = root_open_function(&host->root, step->function);
	struct fact_text link;

	if (folder < 0)
		return -ENODEV;
	link = root_link_name(&host->root, folder, "driver", &arena);
	if (!fact_is_known(link.fact))
		return -link.fact.error;
	snprintf(driver, size, "%s", link.value ? link.value : "");
	return 0;
}

static int refuse(const struct step *step, int code, struct dda_error **ret_error,
                  const char *evidence, const char *remedy)
{
	return error_set(ret_error, code, DDA_ERROR_FAILED, address_format(step->function).text,
	                 evidence, remedy);
}

static int read_driver_or_refuse(struct linux_host *host, const struct step *step, char *driver,
                                 size_t size, struct dda_error **ret_error)
{
	int r = read_driver(host, step, driver, size);

	if (r == -ENODEV)
		return refuse(step, r, ret_error, "is gone: no such function any more",
		              "was it unplugged or reset? \"dda list\" shows what is there");
	if (r < 0)
		return error_setf(ret_error, r, DDA_ERROR_FAILED,
		                  address_format(step->function).text, NULL,
		                  "its driver can't be read (%s)", error_number_text(-r));
	return 0;
}

/* The driver a function must have before the step; NULL: none. */
static bool driver_fits(const struct step *step, const char *driver)
{
	switch (step->kind) {
	case STEP_DISABLE:
		return text_equal(driver, step->driver ? step->driver : "");
	case STEP_DISMOUNT:
		return *driver == '\0';
	case STEP_MOUNT:
		return strstr(driver, "vfio") != NULL;
	case STEP_ENABLE:
		return *driver == '\0';
	default:
		return false;
	}
}

int driver_test(struct linux_host *host, const struct step *step, struct dda_error **ret_error)
{
	char driver[64];
	int r = read_driver_or_refuse(host, step, driver, sizeof(driver), ret_error);

	if (r < 0)
		return r;
	if (driver_fits(step, driver))
		return 0;
	return error_setf(
	        ret_error, -ESTALE, DDA_ERROR_FAILED, address_format(step->function).text,
	        "somebody else changed it meanwhile: look with \"dda status\", then ask again",
	        "can't %s it: %s%s has it", step_kind_name(step->kind), *driver ? _("driver ") : "",
	        *driver ? driver : _("no driver"));
}

static bool vfio_is_there(const struct linux_host *host)
{
	return root_exists(&host->root, "sys/bus/pci/drivers/" VFIO_DRIVER);
}

static int load_vfio(struct linux_host *host, const struct step *step, struct dda_error **ret_error)
{
	int r;

	if (vfio_is_there(host))
		return 0;
	r = module_load(VFIO_DRIVER);
	/* A blacklist or an install command of modprobe.d can keep it out without an error. */
	if (r >= 0 && vfio_is_there(host))
		return 0;
	return error_setf(ret_error, r < 0 ? r : -ENODEV, DDA_ERROR_FAILED,
	                  address_format(step->function).text,
	                  "\"modprobe -v vfio-pci\", dmesg and /etc/modprobe.d say why",
	                  "the kernel module vfio-pci can't be loaded (%s)",
	                  r < 0 ? error_number_text(-r) : _("its driver does not appear"));
}

/* The driver to be given back may have been unloaded meanwhile. Should that fail, settle says so.
 */
static void load_host_driver(struct linux_host *host, const struct step *step)
{
	_cleanup_(arena_free) struct arena arena = {0};
	char path[128];
	struct fact_text alias;

	if (step->driver) {
		snprintf(path, sizeof(path), "sys/bus/pci/drivers/%s", step->driver);
		if (root_exists(&host->root, path))
			return;
	}
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s/modalias",
	         address_format(step->function).text);
	alias = root_text(&host->root, host->root.fd, path, &arena);
	if (fact_is_present(alias.fact))
		module_load(alias.value);
}

/* What must be there before the writes begin. */
static int prepare(struct linux_host *host, const struct step *step, struct dda_error **ret_error)
{
	bool persistence;
	int r;

	if (step->kind == STEP_DISMOUNT)
		return load_vfio(host, step, ret_error);
	if (step->kind == STEP_ENABLE && (step->driver || !step->origin_known))
		load_host_driver(host, step);
	if (step->kind != STEP_DISABLE)
		return 0;
	/* It may have been turned off, and put on record, by somebody who was killed then. */
	persistence = text_equal(step->driver, PERSISTENCE_DRIVER) &&
	              (persistence_is_on(step->function) ||
	               origin_has_persistence(&host->root, step->function));
	r = origin_write(&host->root, step->function, step->driver, step->override, persistence);
	if (r < 0)
		return error_setf(ret_error, r, DDA_ERROR_FAILED,
		                  address_format(step->function).text, "is /run writable?",
		                  "can't note its driver in /" ORIGIN_FOLDER " (%s)",
		                  error_number_text(-r));
	return persistence ? persistence_set(step->function, false, ret_error) : 0;
}

static int begin_child(struct linux_host *host, const struct step *step,
                       const struct file_writes *writes, struct dda_error **ret_error)
{
	struct child *child = ARRAY_ADD(&host->children);
	int r;

	if (!child)
		return error_no_memory(ret_error);
	child->function = step->function;
	r = child_begin(writes, host->host.journal, &child->pid, &child->pipe);
	if (r >= 0)
		return 0;
	host->children.count--;
	return error_setf(ret_error, r, DDA_ERROR_FAILED, address_format(step->function).text, NULL,
	                  "can't start a process for it (%s)", error_number_text(-r));
}

int driver_apply(struct linux_host *host, const struct step *step, struct dda_error **ret_error)
{
	struct file_writes writes;
	int r = driver_writes(step, &writes);

	if (r < 0)
		return refuse(step, r, ret_error, "its driver's name is too long", NULL);
	r = prepare(host, step, ret_error);
	if (r >= 0)
		r = begin_child(host, step, &writes, ret_error);
	if (r < 0 && step->kind == STEP_DISABLE)
		origin_forget(step->function);
	return r;
}

/* Takes the function's child out of the list. */
static int take_child(struct linux_host *host, struct address function, struct child *ret)
{
	for (size_t i = 0; i < host->children.count; i++) {
		if (address_compare(host->children.items[i].function, function) != 0)
			continue;
		*ret = host->children.items[i];
		host->children.items[i] = host->children.items[--host->children.count];
		return 0;
	}
	return -ECHILD;
}

static int refuse_stuck(const struct step *step, const struct child *child,
                        struct dda_error **ret_error)
{
	return error_setf(ret_error, -ETIMEDOUT, DDA_ERROR_LEFT,
	                  address_format(step->function).text,
	                  "find who holds the device (\"fuser -v /dev/dri/* /dev/nvidia* "
	                  "/dev/vfio/*\") and end it; "
	                  "then the write ends by itself",
	                  "the kernel does not finish to %s it; process %d still waits for it",
	                  step_kind_name(step->kind), (int)child->pid);
}

static int wait_for_writes(struct linux_host *host, const struct step *step, uint64_t deadline,
                           struct dda_error **ret_error)
{
	struct file_writes writes;
	struct child child;
	unsigned failed = 0;
	int r = take_child(host, step->function, &child);

	if (r < 0)
		return refuse(step, r, ret_error, "nothing was begun", NULL);
	r = child_wait(child.pid, child.pipe, deadline, &failed);
	if (r == -ETIMEDOUT)
		return refuse_stuck(step, &child, ret_error);
	if (r < 0 && driver_writes(step, &writes) == 0)
		return error_setf(ret_error, r, DDA_ERROR_FAILED,
		                  address_format(step->function).text, "dmesg may say why",
		                  "the kernel refused to %s it: writing to %s: %s",
		                  step_kind_name(step->kind), writes.items[failed].path,
		                  error_number_text(-r));
	return r;
}

/* Is the driver the one the step was to bring about? */
static bool driver_reached(const struct step *step, const char *driver)
{
	switch (step->kind) {
	case STEP_DISABLE:
	case STEP_MOUNT:
		return *driver == '\0';
	case STEP_DISMOUNT:
		return text_equal(driver, VFIO_DRIVER);
	case STEP_ENABLE:
		return !step->origin_known || text_equal(driver, step->driver ? step->driver : "");
	default:
		return false;
	}
}

/* The function is back with its driver, also where that does not take its persistence mode again.
 */
static void end_origin(struct linux_host *host, const struct step *step)
{
	if (origin_has_persistence(&host->root, step->function) &&
	    text_equal(step->driver, PERSISTENCE_DRIVER))
		persistence_set(step->function, true, NULL);
	origin_forget(step->function);
}

int driver_settle(struct linux_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	char driver[64];
	int r = wait_for_writes(host, step, deadline, ret_error);

	if (r >= 0)
		r = read_driver_or_refuse(host, step, driver, sizeof(driver), ret_error);
	if (r < 0)
		return r;
	if (!driver_reached(step, driver))
		return error_setf(ret_error, -EIO, DDA_ERROR_FAILED,
		                  address_format(step->function).text, "dmesg may say why",
		                  "the kernel took the %s, but now %s%s has it",
		                  step_kind_name(step->kind), *driver ? _("driver ") : "",
		                  *driver ? driver : _("no driver"));
	if (step->kind == STEP_ENABLE)
		end_origin(host, step);
	return 0;
}
