/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/hyperv/device-id.h"
#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/wmi-error.h"

/*
 * What of the host hangs on a device: disks and network connections are the device itself or
 * children of it in the tree of devices. What hangs deeper (a disk at a USB hub) is not seen; so
 * when the host's own disk was not found anywhere, no controller is called free.
 */

/* The rows that are needed, each NULL when it could not be read. */
struct tables {
	const json_t *drives, *disks, *adapters, *routes, *ports;
	struct fact fact; /* of them all together */
};

static const json_t *read_table(struct tables *tables, const struct decoder *decoder,
                                const char *space, const char *class)
{
	struct fact fact;
	const json_t *rows = snapshot_rows(decoder->document, space, class, class, &fact);

	if (!rows && fact_is_known(tables->fact))
		tables->fact = fact;
	return rows;
}

/* A host without the Hyper-V namespace has no virtual switches either. */
static const json_t *read_ports(struct tables *tables, const struct decoder *decoder)
{
	uint32_t failure = snapshot_failure(decoder->document, VIRTUALIZATION,
	                                    "Msvm_ExternalEthernetPort", NULL);

	return failure == WMI_INVALID_NAMESPACE
	               ? NULL
	               : read_table(tables, decoder, VIRTUALIZATION, "Msvm_ExternalEthernetPort");
}

static struct tables read_tables(const struct decoder *decoder)
{
	struct tables tables = {.fact = fact_known("Win32_DiskDrive, Win32_NetworkAdapter")};

	tables.drives = read_table(&tables, decoder, CIMV2, "Win32_DiskDrive");
	tables.disks = read_table(&tables, decoder, STORAGE, "MSFT_Disk");
	tables.adapters = read_table(&tables, decoder, CIMV2, "Win32_NetworkAdapter");
	tables.routes = read_table(&tables, decoder, CIMV2, "Win32_IP4RouteTable");
	tables.ports = read_ports(&tables, decoder);
	return tables;
}

static int add_holder(struct dda_function *function, struct holder holder)
{
	struct holder *item;

	if (!holder.name)
		return -ENOMEM;
	item = ARRAY_ADD(&function->holders);
	if (!item)
		return -ENOMEM;
	*item = holder;
	return 0;
}

/* Device paths in order, each with the index of the PCI device that it belongs to. */
struct child {
	const char *id;
	size_t device;
};

struct children {
	struct child *items;
	size_t count;
};

static int compare_children(const void *a, const void *b)
{
	return strcasecmp(((const struct child *)a)->id, ((const struct child *)b)->id);
}

static int add_child(struct children *children, const char *id, size_t device)
{
	struct child *child = ARRAY_ADD(children);

	if (!child)
		return -ENOMEM;
	*child = (struct child){id, device};
	return 0;
}

static int collect_children(const struct decoder *decoder, struct children *children)
{
	for (size_t i = 0; i < decoder->devices.count; i++) {
		const struct device *device = &decoder->devices.items[i];
		const char *id;

		if (add_child(children, device->id, i) < 0)
			return -ENOMEM;
		for (size_t j = 0; (id = value_item(device->properties, DEVICE_CHILDREN, j)); j++)
			/* What hangs on a PCI device is its own, not the bridge's above it. */
			if (!device_id_tail(id) && add_child(children, id, i) < 0)
				return -ENOMEM;
	}
	if (children->count)
		qsort(children->items, children->count, sizeof(struct child), compare_children);
	return 0;
}

/* The function that a device of Windows is, or is a child of; NULL: neither. */
static struct dda_function *find_function(const struct decoder *decoder,
                                          const struct children *children, const json_t *row)
{
	const struct child key = {.id = value_text(row, "PNPDeviceID")}, *found = NULL;

	if (key.id && children->count)
		found = bsearch(&key, children->items, children->count, sizeof(key),
		                compare_children);
	return found ? &decoder->inventory->functions.items[found->device] : NULL;
}

/* The row whose number `name` is `number`, or NULL. */
static const json_t *find_row(const json_t *rows, const char *name, uint64_t number)
{
	const json_t *row;
	uint64_t value;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (value_number(row, name, &value) && value == number)
			return row;
	}
	return NULL;
}

static const char *why_vital_disk(const json_t *disk)
{
	bool boot = false, system = false;

	value_boolean(disk, "IsBoot", &boot);
	value_boolean(disk, "IsSystem", &system);
	if (boot)
		return _("Windows runs from it");
	return system ? _("the host starts from it") : NULL;
}

static int add_disk(const struct decoder *decoder, const struct tables *tables,
                    const struct children *children, const json_t *drive, unsigned *vital_found)
{
	struct dda_function *function = find_function(decoder, children, drive);
	const char *model = value_text(drive, "Model"), *why;
	uint64_t number;

	if (!function || !value_number(drive, "Index", &number))
		return 0;
	why = why_vital_disk(find_row(tables->disks, "Number", number));
	*vital_found += why != NULL;
	return add_holder(
	        function,
	        (struct holder){.kind = HOLDER_DISK,
	                        .vital = why,
	                        .why = why,
	                        .name = arena_format(&decoder->inventory->arena, "disk %llu (%s)",
	                                             (unsigned long long)number,
	                                             model ? model : _("no model"))});
}

static unsigned count_vital(const json_t *disks)
{
	const json_t *disk;
	unsigned count = 0;
	size_t i;

	json_array_foreach(disks, i, disk) count += why_vital_disk(disk) != NULL;
	return count;
}

static int add_disks(const struct decoder *decoder, struct tables *tables,
                     const struct children *children)
{
	const json_t *drive;
	unsigned vital_found = 0;
	size_t i;

	json_array_foreach(tables->drives, i, drive)
	{
		if (add_disk(decoder, tables, children, drive, &vital_found) < 0)
			return -ENOMEM;
	}
	return vital_found < count_vital(tables->disks);
}

/* Msvm_ExternalEthernetPort.DeviceID is "Microsoft:{GUID}" of the adapter. */
static bool is_switched(const json_t *ports, const char *guid)
{
	const json_t *port;
	bool bound;
	size_t i;

	json_array_foreach(ports, i, port)
	{
		const char *id = value_text(port, "DeviceID");

		id = id ? text_after(id, "Microsoft:") : NULL;
		if (id && guid && strcasecmp(id, guid) == 0 &&
		    value_boolean(port, "IsBound", &bound) && bound)
			return true;
	}
	return false;
}

static bool has_default_route(const json_t *routes, const json_t *adapter)
{
	const json_t *route;
	uint64_t own, index;
	size_t i;

	if (!value_number(adapter, "InterfaceIndex", &own))
		return false;
	json_array_foreach(routes, i, route)
	{
		if (text_equal(value_text(route, "Destination"), "0.0.0.0") &&
		    text_equal(value_text(route, "Mask"), "0.0.0.0") &&
		    value_number(route, "InterfaceIndex", &index) && index == own)
			return true;
	}
	return false;
}

static int add_adapter(const struct decoder *decoder, const struct tables *tables,
                       const struct children *children, const json_t *adapter)
{
	struct dda_function *function = find_function(decoder, children, adapter);
	const char *connection = value_text(adapter, "NetConnectionID"), *why = NULL;

	if (!function || !connection)
		return 0;
	if (has_default_route(tables->routes, adapter))
		why = _("the host's default route goes through it");
	else if (is_switched(tables->ports, value_text(adapter, "GUID")))
		why = _("a virtual switch is bound to it");
	return add_holder(function, (struct holder){.kind = HOLDER_NETWORK,
	                                            .vital = why,
	                                            .why = why,
	                                            .name = arena_format(&decoder->inventory->arena,
	                                                                 "network connection %s",
	                                                                 connection)});
}

static int add_display(const struct decoder *decoder, struct dda_function *function)
{
	if (!function_is_display(function) || function->hold != HOLD_HOST ||
	    !fact_is_present(function->details->boot_vga.fact) ||
	    !function->details->boot_vga.value)
		return 0;
	return add_holder(function,
	                  (struct holder){.kind = HOLDER_DISPLAY,
	                                  .name = "display",
	                                  .why = _("the firmware shows its screen on it")});
}

static bool may_have_disks(const struct dda_function *function)
{
	return function_base_class(function) == 0x01 || function_class(function) == 0x0c03;
}

static int add_all(const struct decoder *decoder, struct tables *tables,
                   const struct children *children)
{
	struct dda_inventory *inventory = decoder->inventory;
	const json_t *adapter;
	size_t i;
	int astray = add_disks(decoder, tables, children);

	json_array_foreach(tables->adapters, i, adapter)
	{
		if (add_adapter(decoder, tables, children, adapter) < 0)
			return -ENOMEM;
	}
	for (i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		function->holders_fact = tables->fact;
		if (astray > 0 && may_have_disks(function))
			function->holders_fact = fact_unknown("MSFT_Disk", ENODATA);
		if (add_display(decoder, function) < 0)
			return -ENOMEM;
	}
	return astray < 0 ? astray : 0;
}

int decode_holders(struct decoder *decoder)
{
	struct tables tables = read_tables(decoder);
	struct children children = {0};
	int r = collect_children(decoder, &children);

	if (r >= 0)
		r = add_all(decoder, &tables, &children);
	free(children.items);
	return r;
}
