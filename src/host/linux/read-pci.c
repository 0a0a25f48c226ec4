/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-pci.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>

#include "base/array.h"
#include "base/text.h"
#include "host/linux/decode-hold.h"
#include "host/linux/decode-link.h"
#include "host/linux/origin.h"
#include "host/linux/pci-ids.h"
#include "host/linux/read-config.h"
#include "host/linux/read-details.h"
#include "model/location.h"

#define DEVICES "sys/bus/pci/devices"

/* The root bridge that was met last: functions of one root come one after the other. */
struct root_bridge {
	char name[32];
	uint32_t number;
	bool confirmed;
};

struct reader {
	const struct root *root;
	unsigned want;
	struct dda_inventory *inventory;
	int origins; /* the folder of records of functions, or a negative errno */
	struct pci_ids ids;
	struct root_bridge bridge;
};

/*
 * The number of a root bridge is its ACPI _UID, which ACPICA hands on as decimal text
 * (drivers/acpi/acpica/utids.c); some firmware has none, or words. Then: its
 * bus number, with the domain before it.
 */
static void read_root_bridge(struct reader *reader, const char *target,
                             const struct device_link *link)
{
	struct root_bridge *bridge = &reader->bridge;
	char path[PATH_MAX];
	struct fact_number uid;

	if (text_equal(bridge->name, link->root))
		return;
	/* "../../../devices/pci0000:00/..." up to and with the root's name. */
	snprintf(path, sizeof(path), "%s/%.*s/firmware_node/uid", DEVICES,
	         (int)(link->root_offset + strlen(link->root)), target);
	uid = root_number(reader->root, reader->root->fd, path, 10);
	snprintf(bridge->name, sizeof(bridge->name), "%s", link->root);
	bridge->confirmed = fact_is_present(uid.fact) && uid.value <= UINT32_MAX;
	bridge->number = bridge->confirmed ? (uint32_t)uid.value
	                                   : link->root_domain << 8 | link->root_bus;
}

static int read_location(struct reader *reader, int devices, const char *name,
                         struct dda_function *function)
{
	char target[PATH_MAX];
	struct device_link link;

	function->upstream = function->address;
	if (root_link_text(reader->root, devices, name, target, sizeof(target)) < 0 ||
	    decode_link(target, &link) < 0)
		return 0; /* a function without a place: everything else about it is still true */
	if (link.count > 1)
		function->upstream = link.steps[link.count - 2];
	read_root_bridge(reader, target, &link);
	function->location_confirmed = reader->bridge.confirmed;
	function->location_path = location_format(&reader->inventory->arena, reader->bridge.number,
	                                          link.steps, link.count);
	return function->location_path ? 0 : -ENOMEM;
}

static struct fact_number read_group(const struct root *root, int folder, struct arena *arena)
{
	struct fact_text link = root_link_name(root, folder, "iommu_group", arena);
	struct fact_number group = {.fact = link.fact};
	int r = 0;

	if (fact_is_present(link.fact))
		r = text_whole_number(link.value, 10, &group.value);
	if (r < 0)
		group.fact = fact_unknown("iommu_group", -r);
	return group;
}

static void read_physical(const struct root *root, int folder, struct arena *arena,
                          struct dda_function *function)
{
	struct fact_text link = root_link_name(root, folder, "physfn", arena);

	function->physical_function = link.fact;
	if (fact_is_present(link.fact) && address_parse(link.value, &function->physical) < 0)
		function->physical = (struct address){0};
}

static void read_basics(struct reader *reader, int folder, struct dda_function *function)
{
	const struct root *root = reader->root;
	struct arena *arena = &reader->inventory->arena;

	function->vendor_id = root_number(root, folder, "vendor", 16);
	function->device_id = root_number(root, folder, "device", 16);
	function->class_code = root_number(root, folder, "class", 16);
	function->driver = root_link_name(root, folder, "driver", arena);
	function->driver_override = root_text(root, folder, "driver_override", arena);
	function->group = read_group(root, folder, arena);
	read_physical(root, folder, arena, function);
	function->origin = origin_read(root, reader->origins, function, arena);
	function->hold = decode_hold(function);
}

static int read_names(struct reader *reader, struct dda_function *function)
{
	if (!fact_is_present(function->vendor_id.fact) ||
	    !fact_is_present(function->device_id.fact))
		return 0;
	return pci_ids_lookup(&reader->ids, (unsigned)function->vendor_id.value,
	                      (unsigned)function->device_id.value, &function->vendor_name,
	                      &function->device_name);
}

static int read_function(void *data, int devices, const char *name)
{
	struct reader *reader = data;
	struct dda_function *function;
	struct address address;
	char path[sizeof(DEVICES) + NAME_MAX + 2];
	_cleanup_close_ int folder = -1;

	if (address_parse(name, &address) < 0)
		return 0;
	snprintf(path, sizeof(path), "%s/%s", DEVICES, name);
	folder = root_open_folder(reader->root, path);
	if (folder == -ENOENT)
		return 0; /* unplugged since we listed the folder */
	/* After another error nothing about the function can be read, and each fact says why. */
	function = inventory_add(reader->inventory, false);
	if (!function)
		return -ENOMEM;
	function->address = address;
	if (read_location(reader, devices, name, function) < 0)
		return -ENOMEM;
	read_basics(reader, folder, function);
	if (reader->want & DDA_WANT_DETAILS &&
	    read_port(reader->root, folder, &reader->inventory->arena, function) < 0)
		return -ENOMEM;
	return reader->want & DDA_WANT_NAMES ? read_names(reader, function) : 0;
}

int read_functions(const struct root *root, unsigned want, struct dda_inventory *inventory,
                   struct dda_error **ret_error)
{
	struct reader reader = {.root = root, .want = want, .inventory = inventory};
	int r;

	reader.origins = root_open_folder(root, ORIGIN_FOLDER);
	if (want & DDA_WANT_NAMES)
		pci_ids_open(&reader.ids, &inventory->arena);
	r = root_for_each(root, DEVICES, read_function, &reader);
	if (reader.origins >= 0)
		close(reader.origins);
	pci_ids_close(&reader.ids);
	if (r == -ENOMEM)
		return error_no_memory(ret_error);
	if (r < 0)
		return error_setf(ret_error, r, DDA_ERROR_REFUSED, "/" DEVICES,
		                  r == -ENOENT ? "is this a host with PCI, and is /sys mounted?"
		                               : NULL,
		                  "can't be read (%s)", error_number_text(-r));
	return 0;
}

int read_identity(const struct root *root, struct address address, bool serial,
                  struct dda_inventory *inventory)
{
	struct reader reader = {.root = root, .inventory = inventory};
	_cleanup_close_ int devices = root_open_folder(root, DEVICES), folder = -1;
	struct address_text name = address_format(address);
	struct dda_function *function;

	if (devices < 0)
		return devices;
	folder = openat(devices, name.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return 0;
	function = inventory_add(inventory, true);
	if (!function)
		return -ENOMEM;
	function->address = address;
	function->vendor_id = root_number(root, folder, "vendor", 16);
	function->device_id = root_number(root, folder, "device", 16);
	read_kind(root, folder, function);
	if (serial && read_config(root, folder, &inventory->arena, function) < 0)
		return -ENOMEM;
	return read_location(&reader, devices, name.text, function);
}
