/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/linux.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "host/linux/act-driver.h"
#include "host/linux/act-vm.h"
#include "host/linux/archive-vms.h"
#include "host/linux/archive.h"
#include "host/linux/capture.h"
#include "host/linux/explain.h"
#include "host/linux/read-details.h"
#include "host/linux/read-holders.h"
#include "host/linux/read-iommu.h"
#include "host/linux/read-pci.h"
#include "host/linux/read-processes.h"
#include "host/linux/read-surroundings.h"
#include "host/linux/read-vms.h"

/* libvirtd may be restarted under a process that waits for long, and only a call tells. */
#define CONNECTION_SECONDS 3

static struct linux_host *linux_of(struct dda_host *host)
{
	return (struct linux_host *)host; /* it is the first member */
}

/* With what we know of its VMs, which belongs to the connection. */
static void disconnect(struct linux_host *host)
{
	vm_forget_all(host);
	if (host->connection)
		host->libvirt->virConnectClose(host->connection);
	host->connection = NULL;
}

int linux_connect(struct linux_host *host, struct dda_error **ret_error)
{
	if (host->connection &&
	    (host->root.archive || host->libvirt->virConnectIsAlive(host->connection) != 0))
		return 0;
	disconnect(host); /* libvirt was restarted */
	if (host->root.archive)
		return archive_connect(archive_document(host->root.archive), &host->libvirt,
		                       &host->connection, ret_error);
	host->connected = clock_now();
	return libvirt_connect(geteuid() != 0, &host->libvirt, &host->connection, ret_error);
}

static bool can_change(const struct dda_host *host)
{
	return ((const struct linux_host *)host)->root.live;
}

static const char *read_boot_id(const struct root *root, struct arena *arena)
{
	/* In a copy it is nobody's run. */
	return root->live ? root_text(root, root->fd, "proc/sys/kernel/random/boot_id", arena).value
	                  : NULL;
}

int linux_observe(struct linux_host *host, unsigned want, struct dda_inventory **ret,
                  struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	int r;

	if (!inventory)
		return error_no_memory(ret_error);
	if (!host->root.archive &&
	    clock_now() - host->connected > CONNECTION_SECONDS * CLOCK_SECOND)
		disconnect(host);
	inventory->platform = PLATFORM_LINUX;
	inventory->want = want;
	inventory->live = host->root.live;
	inventory->privileged = host->privileged;
	inventory->boot_id = read_boot_id(&host->root, &inventory->arena);
	inventory->host_name = root_text(&host->root, host->root.fd, "proc/sys/kernel/hostname",
	                                 &inventory->arena)
	                               .value;
	r = read_functions(&host->root, want, inventory, ret_error);
	if (r < 0)
		return r;
	if (want & (DDA_WANT_IOMMU | DDA_WANT_DETAILS))
		inventory->iommu = read_iommu(&host->root, &inventory->arena);
	if (want & DDA_WANT_VMS)
		inventory->surroundings = read_surroundings(&host->root, &inventory->arena);
	if (read_vms(host, want, inventory) < 0 || inventory_finish(inventory) < 0)
		return error_no_memory(ret_error);
	if (want & DDA_WANT_DETAILS && read_holders(&host->root, inventory) < 0)
		return error_no_memory(ret_error);
	if (want & DDA_WANT_PROCESSES && read_processes(&host->root, inventory) < 0)
		return error_no_memory(ret_error);
	if (want & (DDA_WANT_DETAILS | DDA_WANT_DESCRIPTION) && !(want & DDA_WANT_DETAILS_LATER) &&
	    (inventory_describe(inventory, 0, inventory->functions.count) < 0 ||
	     read_described(&host->root, inventory) < 0))
		return error_no_memory(ret_error);
	*ret = TAKE(inventory);
	return 0;
}

static int describe(struct dda_host *host, struct dda_inventory *inventory,
                    struct dda_error **ret_error)
{
	return read_described(&linux_of(host)->root, inventory) < 0 ? error_no_memory(ret_error)
	                                                            : 0;
}

static int observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                   struct dda_error **ret_error)
{
	return linux_observe(linux_of(host), want, ret, ret_error);
}

static bool is_about_driver(const struct step *step)
{
	return step->kind < STEP_PREPARE;
}

static int test(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return is_about_driver(step) ? driver_test(linux_of(host), step, ret_error)
	                             : vm_test(linux_of(host), step, ret_error);
}

static int identify(struct dda_host *base, const struct identity *was, struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	struct address_text address = address_format(was->address);
	const char *difference;
	struct identity now;
	int r = inventory
	                ? read_identity(&linux_of(base)->root, was->address, was->serial, inventory)
	                : -ENOMEM;

	if (r == -ENOMEM)
		return error_no_memory(ret_error);
	if (r < 0 || inventory->functions.count == 0)
		return error_set(ret_error, -ENODEV, DDA_ERROR_FAILED, address.text,
		                 "it is not there any more",
		                 "\"dda list\" shows the devices that are there");
	now = identity_of(&inventory->functions.items[0]);
	difference = identity_difference(was, &now, &inventory->arena);
	return difference ? error_set(ret_error, -ENXIO, DDA_ERROR_FAILED, address.text, difference,
	                              "look with \"dda list\", then ask again for the card that is "
	                              "meant")
	                  : 0;
}

static int apply(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return is_about_driver(step) ? driver_apply(linux_of(host), step, ret_error)
	                             : vm_apply(linux_of(host), step, ret_error);
}

static int settle(struct dda_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	return is_about_driver(step) ? driver_settle(linux_of(host), step, deadline, ret_error)
	                             : vm_settle(linux_of(host), step, ret_error);
}

static char *explain(const struct dda_host *host, const struct step *step)
{
	return explain_step(step);
}

static int capture(struct dda_host *host, unsigned flags, struct dda_snapshot *snapshot,
                   struct dda_error **ret_error)
{
	return linux_capture(linux_of(host), flags, snapshot, ret_error);
}

static void close_host(struct dda_host *base)
{
	struct linux_host *host = linux_of(base);

	for (size_t i = 0; i < host->children.count; i++)
		close(host->children.items[i].pipe);
	free(host->children.items);
	disconnect(host);
	free(host->vms.items);
	root_close(&host->root);
	archive_free(host->archive);
	free(host);
}

static const struct host_operations operations = {
        .name = "linux",
        .can_change = can_change,
        .observe = observe,
        .describe = describe,
        .test = test,
        .identify = identify,
        .apply = apply,
        .settle = settle,
        .explain = explain,
        .capture = capture,
        .close = close_host,
};

int linux_open(const char *directory, struct dda_host **ret, struct dda_error **ret_error)
{
	_cleanup_free_ struct linux_host *host = calloc(1, sizeof(*host));
	int r;

	if (!host)
		return error_no_memory(ret_error);
	host->host.operations = &operations;
	host->privileged = geteuid() == 0;
	r = root_open(directory, &host->root);
	if (r < 0)
		return error_setf(ret_error, r, DDA_ERROR_REFUSED, directory ? directory : "/",
		                  "name a folder that holds a copy of /sys and /proc",
		                  "can't be opened (%s)", error_number_text(-r));
	*ret = &TAKE(host)->host;
	return 0;
}

int linux_open_snapshot(json_t *document, struct dda_host **ret, struct dda_error **ret_error)
{
	struct linux_host *host = calloc(1, sizeof(*host));
	struct archive *archive = archive_open(document);

	if (!host || !archive) {
		free(host);
		archive_free(archive);
		return error_no_memory(ret_error);
	}
	host->host.operations = &operations;
	host->archive = archive;
	host->privileged = json_is_true(json_object_get(document, "root"));
	root_of_archive(archive, json_is_true(json_object_get(document, "live")), &host->root);
	*ret = &host->host;
	return 0;
}
