/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/act-vm.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "host/linux/act-settings.h"
#include "host/linux/domain-xml.h"
#include "host/linux/read-vms.h"

static void forget(struct linux_host *host, struct known_vm *known)
{
	vm_deinit(&known->vm);
	arena_free(&known->arena);
	if (known->domain)
		host->libvirt->virDomainFree(known->domain);
}

void vm_forget_all(struct linux_host *host)
{
	for (size_t i = 0; i < host->vms.count; i++)
		forget(host, &host->vms.items[i]);
	host->vms.count = 0;
}

static int find_domain(struct linux_host *host, const char *name, struct known_vm *ret,
                       struct dda_error **ret_error)
{
	ret->name = arena_text(&ret->arena, name);
	if (!ret->name)
		return error_no_memory(ret_error);
	ret->domain = host->libvirt->virDomainLookupByName(host->connection, name);
	if (ret->domain)
		return 0;
	return error_set(ret_error, -ENOENT, DDA_ERROR_FAILED, name, "there is no such VM any more",
	                 "\"dda vms\" shows the VMs that are there");
}

/* libvirt's handle of the VM; valid until another one is asked for. */
static int know_vm(struct linux_host *host, const char *name, struct known_vm **ret,
                   struct dda_error **ret_error)
{
	struct known_vm known = {0}, *item;
	int r = linux_connect(host, ret_error);

	for (size_t i = 0; r >= 0 && i < host->vms.count; i++)
		if (text_equal(host->vms.items[i].name, name)) {
			*ret = &host->vms.items[i];
			return 0;
		}
	if (r >= 0)
		r = find_domain(host, name, &known, ret_error);
	item = r < 0 ? NULL : ARRAY_ADD(&host->vms);
	if (!item) {
		forget(host, &known);
		return r < 0 ? r : error_no_memory(ret_error);
	}
	*item = known;
	*ret = item;
	return 0;
}

/* The VM as it is now, valid until it is changed or another one is looked at. */
static int look_at_vm(struct linux_host *host, const char *name, const struct vm **ret,
                      struct dda_error **ret_error)
{
	struct known_vm *known;
	int r = know_vm(host, name, &known, ret_error);

	if (r < 0)
		return r;
	if (!known->fresh) {
		vm_deinit(&known->vm);
		known->vm = (struct vm){0};
		r = read_vm(host, known->domain, known->name, &known->arena, &known->vm, ret_error);
		known->fresh = r >= 0;
	}
	*ret = &known->vm;
	return r;
}

static int check_off(const struct vm *vm, struct dda_error **ret_error)
{
	if (!vm->persistent)
		return error_set(ret_error, -ESTALE, DDA_ERROR_FAILED, vm->name,
		                 "has no stored definition any more",
		                 "define it: virsh define FILE");
	if (vm->state != VM_OFF)
		return error_set(ret_error, -ESTALE, DDA_ERROR_FAILED, vm->name,
		                 "was started meanwhile", "shut it down, then ask again");
	return 0;
}

/* Is the VM as it has to be after the step? */
static bool is_reached(const struct vm *vm, const struct step *step)
{
	const struct vm_controller *port = vm_find_controller(vm, step->guest.bus);
	const struct hostdev *hostdev = vm_find_hostdev(vm, step->function);

	switch (step->kind) {
	case STEP_PREPARE:
		return port && port->ours;
	case STEP_UNPREPARE:
		return !port || !port->ours;
	case STEP_ADD:
		return hostdev && hostdev->configured && text_equal(hostdev->rom, step->rom) &&
		       (!step->guest_placed || (hostdev->guest.bus == step->guest.bus &&
		                                hostdev->guest.device == step->guest.device &&
		                                hostdev->guest.function == step->guest.function));
	case STEP_REMOVE:
		return !hostdev || !hostdev->configured;
	case STEP_START:
		return vm->state == VM_RUNNING;
	case STEP_STOP:
		return vm->state == VM_OFF;
	case STEP_SET:
	case STEP_UNSET:
		return settings_reached(vm, step);
	default:
		return false;
	}
}

/* Is there something in the way of the step? Then says so. */
static int check_room(const struct vm *vm, const struct step *step, struct dda_error **ret_error)
{
	const struct hostdev *hostdev = vm_find_hostdev(vm, step->function);

	if (is_reached(vm, step))
		return 0;
	if (step->kind == STEP_PREPARE && vm_find_controller(vm, step->guest.bus))
		return error_setf(ret_error, -ESTALE, DDA_ERROR_FAILED, vm->name,
		                  "somebody else changed it meanwhile: ask again",
		                  "has a PCI controller with the index %u by now", step->guest.bus);
	if (step->kind == STEP_ADD && hostdev)
		return error_setf(ret_error, -ESTALE, DDA_ERROR_FAILED, vm->name,
		                  "somebody else changed it meanwhile: look with \"dda status\"",
		                  "has %s by now, at another place",
		                  address_format(step->function).text);
	return 0;
}

int vm_test(struct linux_host *host, const struct step *step, struct dda_error **ret_error)
{
	const struct vm *vm;
	int r = look_at_vm(host, step->vm, &vm, ret_error);

	if (r >= 0)
		r = check_off(vm, ret_error);
	return r < 0 ? r : check_room(vm, step, ret_error);
}

/* libvirt's own call for the step. */
static int change(const struct libvirt *libvirt, virDomainPtr domain, const struct step *step,
                  const char *xml)
{
	int r;

	if (step->kind == STEP_START)
		r = libvirt->virDomainCreate(domain);
	else if (step->kind == STEP_STOP)
		r = libvirt->virDomainDestroy(domain);
	else if (step->kind == STEP_PREPARE || step->kind == STEP_ADD)
		r = libvirt->virDomainAttachDeviceFlags(domain, xml, VIR_DOMAIN_AFFECT_CONFIG);
	else
		r = libvirt->virDomainDetachDeviceFlags(domain, xml, VIR_DOMAIN_AFFECT_CONFIG);
	return r < 0 ? -EIO : 0;
}

static int refuse(struct linux_host *host, const struct step *step, int code,
                  struct dda_error **ret_error)
{
	if (step->kind == STEP_START)
		return error_setf(ret_error, code, DDA_ERROR_FAILED, step->vm,
		                  "its log is in /var/log/libvirt/qemu", "does not start: %s",
		                  libvirt_message(host->libvirt));
	return error_setf(ret_error, code, DDA_ERROR_FAILED, step->vm,
	                  "\"dda --explain native\" shows the commands, to try by hand",
	                  "libvirt refused to %s %s: %s", step_kind_name(step->kind),
	                  address_format(step->function).text, libvirt_message(host->libvirt));
}

static bool is_about_settings(const struct step *step)
{
	return step->kind == STEP_SET || step->kind == STEP_UNSET;
}

static int apply_settings(struct linux_host *host, const struct step *step,
                          struct dda_error **ret_error)
{
	struct known_vm *known;
	int r = know_vm(host, step->vm, &known, ret_error);

	if (r < 0)
		return r;
	known->fresh = false;
	return settings_apply(host, known->domain, step, ret_error);
}

static int apply_device(struct linux_host *host, const struct step *step,
                        struct dda_error **ret_error)
{
	bool is_port = step->kind == STEP_PREPARE || step->kind == STEP_UNPREPARE;
	_cleanup_free_ char *xml = is_port ? domain_xml_port(step) : domain_xml_hostdev(step);
	_cleanup_error_ struct dda_error *refusal = NULL;
	struct known_vm *known;
	const struct vm *vm;
	int r;

	if (!xml)
		return error_no_memory(ret_error);
	r = know_vm(host, step->vm, &known, ret_error);
	if (r < 0)
		return r;
	known->fresh = false;
	r = change(host->libvirt, known->domain, step, xml);
	if (r >= 0)
		return 0;
	refuse(host, step, r, &refusal);
	/* What is as it should be already is no failure. */
	if (look_at_vm(host, step->vm, &vm, NULL) == 0 && is_reached(vm, step))
		return 0;
	*ret_error = TAKE(refusal);
	return r;
}

int vm_apply(struct linux_host *host, const struct step *step, struct dda_error **ret_error)
{
	return is_about_settings(step) ? apply_settings(host, step, ret_error)
	                               : apply_device(host, step, ret_error);
}

/* Who was started meanwhile runs without it; on the way back that is as it was. */
static bool is_for_next_start(const struct linux_host *host, const struct step *step)
{
	return !host->host.undoing &&
	       (step->kind == STEP_SET || step->kind == STEP_PREPARE || step->kind == STEP_ADD);
}

int vm_settle(struct linux_host *host, const struct step *step, struct dda_error **ret_error)
{
	const struct vm *vm;
	int r = look_at_vm(host, step->vm, &vm, ret_error);

	if (r >= 0 && is_for_next_start(host, step))
		r = check_off(vm, ret_error);
	if (r < 0 || is_reached(vm, step))
		return r;
	return error_setf(ret_error, -EIO, DDA_ERROR_FAILED, step->vm,
	                  "\"virsh dumpxml --inactive\" shows what it made of it",
	                  "libvirt took the %s of %s, but its definition does not show it",
	                  step_kind_name(step->kind), address_format(step->function).text);
}
