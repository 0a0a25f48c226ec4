/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <ctype.h>
#include <errno.h>
#include <strings.h>

#include "base/array.h"
#include "base/text.h"
#include "host/hyperv/device-id.h"
#include "host/hyperv/snapshot.h"

static const json_t *rows_of(const struct decoder *decoder, const char *class)
{
	struct fact fact;

	return snapshot_rows(decoder->document, VIRTUALIZATION, class, class, &fact);
}

static struct vm *find_vm(const struct decoder *decoder, const char *instance)
{
	struct dda_inventory *inventory = decoder->inventory;

	for (size_t i = 0; i < inventory->vms.count; i++)
		if (instance_is_of(instance, inventory->vms.items[i].uuid))
			return &inventory->vms.items[i];
	return NULL;
}

/*
 * A device that the host has not got has no address. It gets one that no host has, made of its
 * path, so that it is the same one at each look: the entry can be named by it, and taken out like
 * others.
 */
#define STALE_DOMAIN 0xfffe0000u

static struct address stale_address(const char *tail)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (; *tail; tail++)
		hash = (hash ^ (uint32_t)tolower((unsigned char)*tail)) * 16777619u;
	return (struct address){.domain = STALE_DOMAIN | hash >> 16,
	                        .bus = (uint8_t)(hash >> 8),
	                        .device = (uint8_t)(hash >> 3 & 0x1f)};
}

static const struct dda_function *find_function(const struct dda_inventory *inventory,
                                                struct address address)
{
	for (size_t i = 0; i < inventory->functions.count; i++)
		if (address_compare(inventory->functions.items[i].address, address) == 0)
			return &inventory->functions.items[i];
	return NULL;
}

/* Two devices whose paths give the same address: the second one can't be named. */
static int add_stale_device(struct decoder *decoder, struct vm *vm, const char *id,
                            const char *alias)
{
	struct dda_inventory *inventory = decoder->inventory;
	const char *path = device_id_on_host(&inventory->arena, id);
	struct address address = stale_address(device_id_tail(id));
	const struct dda_function *known = find_function(inventory, address);
	struct hostdev *hostdev;

	if (known && strcasecmp(known->instance_path, path ? path : "") != 0)
		return path ? 0 : -ENOMEM;
	if (!known) {
		struct dda_function *function = inventory_add(inventory, true);

		if (!function)
			return -ENOMEM;
		function->address = function->upstream = address;
		function->instance_path = path;
		function->state = FUNCTION_MISSING;
	}
	hostdev = vm_find_hostdev(vm, address) ? NULL : ARRAY_ADD(&vm->hostdevs);
	if (hostdev)
		*hostdev = (struct hostdev){.host = address,
		                            .configured = true,
		                            .alias = arena_text(&inventory->arena, alias)};
	return path && vm_find_hostdev(vm, address) ? 0 : -ENOMEM;
}

static int add_stale(struct decoder *decoder, struct vm *vm, const char *id, const char *resource,
                     const char *alias)
{
	const char **item = ARRAY_ADD(&vm->stale);

	if (!item)
		return -ENOMEM;
	*item = arena_text(&decoder->inventory->arena, id ? id : resource);
	if (!*item)
		return -ENOMEM;
	return id && device_id_tail(id) ? add_stale_device(decoder, vm, id, alias) : 0;
}

/*
 * That the guest sees a device, nobody outside can say. What can: the platform has made a second
 * Msvm_PciExpress of it, that of the VM.
 */
static void look_into_guest(const struct decoder *decoder, const char *device,
                            struct hostdev *hostdev)
{
	static const char source[] = "Msvm_PciExpress";
	const json_t *row;
	unsigned count = 0;
	size_t i;

	json_array_foreach(rows_of(decoder, source), i, row)
	{
		const char *id = value_text(row, "DeviceInstancePath");

		count += id && device_id_compare(id, device) == 0;
	}
	hostdev->seen = count > 1 ? fact_known(source) : fact_absent(source);
	hostdev->bars_fact = fact_absent(source);
}

static int add_hostdev(struct decoder *decoder, struct vm *vm, int device, const char *alias)
{
	struct dda_function *function = &decoder->inventory->functions.items[device];
	struct hostdev *hostdev;

	if (vm_find_hostdev(vm, function->address))
		return 0;
	hostdev = ARRAY_ADD(&vm->hostdevs);
	if (!hostdev)
		return -ENOMEM;
	*hostdev = (struct hostdev){.host = function->address,
	                            .configured = true,
	                            .ours = true, /* who added it is not on record */
	                            .live = vm->state == VM_RUNNING,
	                            .alias = arena_text(&decoder->inventory->arena, alias)};
	if (decoder->want & DDA_WANT_GUESTS && hostdev->live)
		look_into_guest(decoder, decoder->devices.items[device].id, hostdev);
	return alias && !hostdev->alias ? -ENOMEM : 0;
}

/*
 * One device of a VM's configuration. It must be a dismounted one: otherwise the VM names what is
 * not there any more, and won't start. Without a host resource it comes from a pool, and which one
 * it is shows only while the VM runs.
 */
static int add_setting(struct decoder *decoder, const json_t *row)
{
	const char *instance = value_text(row, "InstanceID");
	const char *resource = value_item(row, "HostResource", 0);
	struct vm *vm = instance ? find_vm(decoder, instance) : NULL;
	const char *id;
	int at;

	if (!vm || !resource || !*resource)
		return 0;
	id = device_id_of_object(&decoder->inventory->arena, resource);
	at = id ? decoder_find(decoder, id) : -1;
	if (at < 0 || !device_id_is_dismounted(decoder->devices.items[at].id))
		return add_stale(decoder, vm, id, resource, instance);
	return add_hostdev(decoder, vm, at, instance);
}

/* A second Msvm_PciExpress of a device, in the name of the VM that has it. */
static int add_instance(struct decoder *decoder, const json_t *row)
{
	const char *id = value_text(row, "DeviceInstancePath"),
	           *system = value_text(row, "SystemName");
	int at = id && system ? decoder_find(decoder, id) : -1;

	for (size_t i = 0; at >= 0 && i < decoder->inventory->vms.count; i++) {
		struct vm *vm = &decoder->inventory->vms.items[i];

		if (strcasecmp(vm->uuid, system) == 0 &&
		    device_id_is_dismounted(decoder->devices.items[at].id))
			return add_hostdev(decoder, vm, at, NULL);
	}
	return 0;
}

int decode_assigned(struct decoder *decoder)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows_of(decoder, "Msvm_PciExpressSettingData"), i, row)
	{
		if (add_setting(decoder, row) < 0)
			return -ENOMEM;
	}
	json_array_foreach(rows_of(decoder, "Msvm_PciExpress"), i, row)
	{
		if (add_instance(decoder, row) < 0)
			return -ENOMEM;
	}
	return 0;
}
