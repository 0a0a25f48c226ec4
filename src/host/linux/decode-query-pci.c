/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-query-pci.h"

#include <errno.h>
#include <jansson.h>

#include "base/text.h"

#define SOURCE "query-pci"
#define BUS_DEPTH_MAX 16

static struct bar decode_region(const json_t *region)
{
	json_int_t address = json_integer_value(json_object_get(region, "address"));
	json_int_t size = json_integer_value(json_object_get(region, "size"));

	return (struct bar){
	        .start = address > 0 ? (uint64_t)address : 0,
	        .size = size > 0 ? (uint64_t)size : 0,
	        .io = text_equal(json_string_value(json_object_get(region, "type")), "io"),
	        .is_64bit = json_is_true(json_object_get(region, "mem_type_64")),
	        .prefetchable = json_is_true(json_object_get(region, "prefetch")),
	        .unassigned = address <= 0,
	};
}

static void decode_regions(const json_t *regions, struct hostdev *hostdev)
{
	const json_t *region;
	size_t i;

	json_array_foreach(regions, i, region)
	{
		json_int_t index = json_integer_value(json_object_get(region, "bar"));

		if (index >= 0 && index <= BAR_ROM)
			hostdev->bars[index] = decode_region(region);
	}
}

static unsigned number(const json_t *object, const char *key)
{
	return (unsigned)json_integer_value(json_object_get(object, key));
}

static void note_device(const json_t *device, struct vm *vm)
{
	const json_t *id = json_object_get(device, "id");
	const char *name = json_string_value(json_object_get(device, "qdev_id"));

	for (size_t i = 0; name && i < vm->hostdevs.count; i++) {
		struct hostdev *hostdev = &vm->hostdevs.items[i];

		if (!text_equal(hostdev->alias, name))
			continue;
		hostdev->seen = hostdev->bars_fact = fact_known(SOURCE);
		hostdev->place = (struct guest_slot){number(device, "bus"), number(device, "slot"),
		                                     number(device, "function")};
		hostdev->id = (unsigned long)(number(id, "vendor") & 0xffff) << 16 |
		              (number(id, "device") & 0xffff);
		decode_regions(json_object_get(device, "regions"), hostdev);
	}
}

/* The devices of a bus, and of those behind its bridges. */
static void decode_devices(const json_t *devices, struct vm *vm, unsigned depth)
{
	const json_t *device;
	size_t i;

	json_array_foreach(devices, i, device)
	{
		const json_t *bridge = json_object_get(device, "pci_bridge");

		note_device(device, vm);
		if (depth < BUS_DEPTH_MAX)
			decode_devices(json_object_get(bridge, "devices"), vm, depth + 1);
	}
}

static void begin(struct vm *vm)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].live)
			vm->hostdevs.items[i].seen = fact_absent(SOURCE);
}

int decode_query_pci(const char *json, size_t length, struct vm *vm)
{
	json_error_t error;
	json_t *answer = json_loadb(json, length, 0, &error), *buses, *bus;
	size_t i;

	if (!answer)
		return json_error_code(&error) == json_error_out_of_memory ? -ENOMEM : -EINVAL;
	buses = json_object_get(answer, "return");
	if (!json_is_array(buses)) {
		json_decref(answer);
		return -EINVAL;
	}
	begin(vm);
	json_array_foreach(buses, i, bus) decode_devices(json_object_get(bus, "devices"), vm, 0);
	json_decref(answer);
	return 0;
}
