/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/array.h"
#include "base/text.h"
#include "host/hyperv/device-id.h"
#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"

#define PROBLEM_DISABLED 22 /* CM_PROB_DISABLED */

static const char entity_source[] = "Win32_PnPEntity";

static const json_t *entities_of(const struct decoder *decoder, struct fact *ret_fact)
{
	return snapshot_rows(decoder->document, CIMV2, "Win32_PnPEntity", entity_source, ret_fact);
}

/* Of two present nodes of one device the dismounted one comes first. */
static int compare_devices(const void *a, const void *b)
{
	const struct device *left = a, *right = b;
	int order = device_id_compare(left->id, right->id);

	return order ? order
	             : device_id_is_dismounted(right->id) - device_id_is_dismounted(left->id);
}

static int collect(struct decoder *decoder)
{
	struct fact fact;
	const json_t *entity, *entities = entities_of(decoder, &fact);
	size_t i;

	if (!entities)
		return -ENOENT;
	json_array_foreach(entities, i, entity)
	{
		const char *id = value_text(entity, "DeviceID");
		struct device *device;

		if (!id || !device_id_tail(id) || !device_is_present(entity))
			continue;
		device = ARRAY_ADD(&decoder->devices);
		if (!device)
			return -ENOMEM;
		*device = (struct device){.id = id,
		                          .entity = entity,
		                          .properties = snapshot_device(decoder->document, id)};
	}
	return 0;
}

static void drop_doubles(struct decoder *decoder)
{
	struct device *items = decoder->devices.items;
	size_t kept = 0;

	if (decoder->devices.count)
		qsort(items, decoder->devices.count, sizeof(*items), compare_devices);
	for (size_t i = 0; i < decoder->devices.count; i++)
		if (kept == 0 || device_id_compare(items[i].id, items[kept - 1].id) != 0)
			items[kept++] = items[i];
	decoder->devices.count = kept;
}

/* What dismounted devices were on the host: nodes that are not present any more. */
static int find_before(struct decoder *decoder)
{
	struct fact fact;
	const json_t *entity, *entities = entities_of(decoder, &fact);
	size_t i;

	json_array_foreach(entities, i, entity)
	{
		const char *id = value_text(entity, "DeviceID");
		int at = id && device_id_tail(id) ? decoder_find(decoder, id) : -1;

		if (at >= 0 && !device_id_is_dismounted(id))
			decoder->devices.items[at].entity_before = entity;
	}
	for (i = 0; i < decoder->devices.count; i++) {
		struct device *device = &decoder->devices.items[i];
		const char *before;

		if (!device_id_is_dismounted(device->id))
			continue;
		before = device_id_on_host(&decoder->inventory->arena, device->id);
		if (!before)
			return -ENOMEM;
		device->before = snapshot_device(decoder->document, before);
	}
	return 0;
}

/* The hexadecimal number behind `token` ("VEN_") in a device path or hardware id. */
static bool find_token(const char *text, const char *token, unsigned digits, uint64_t *ret)
{
	const char *end;

	for (text += strcspn(text, "\\&"); *text; text += strcspn(text, "\\&")) {
		text++;
		if (strncasecmp(text, token, strlen(token)) == 0 &&
		    text_number(text + strlen(token), 16, digits, &end, ret) == 0)
			return true;
	}
	return false;
}

/* In the list of hardware ids, and in the path, which is made of the first of them. */
static struct fact_number find_id(const struct device *device, const char *token, unsigned digits)
{
	struct fact_number number = {.fact = fact_known("HardwareID")};
	const char *id;

	for (size_t i = 0; (id = value_item(device->entity, "HardwareID", i)); i++)
		if (find_token(id, token, digits, &number.value))
			return number;
	if (!find_token(device->id, token, digits, &number.value))
		number.fact = fact_unknown("HardwareID", ENODATA);
	return number;
}

/* "CC_030200", or "CC_0302" when the device is listed without its programming interface. */
static struct fact_number find_class(const struct device *device)
{
	struct fact_number class = find_id(device, "CC_", 6), parts[3];

	if (fact_is_present(class.fact)) {
		if (class.value <= 0xffff)
			class.value <<= 8;
		return class;
	}
	parts[0] = device_number(device, PCI_BASE_CLASS, "DEVPKEY_PciDevice_BaseClass");
	parts[1] = device_number(device, PCI_SUB_CLASS, "DEVPKEY_PciDevice_SubClass");
	parts[2] = device_number(device, PCI_INTERFACE, "DEVPKEY_PciDevice_ProgIf");
	if (!fact_is_present(parts[1].fact))
		return parts[1];
	class = parts[0];
	class.value = (parts[0].value & 0xff) << 16 | (parts[1].value & 0xff) << 8 |
	              (parts[2].value & 0xff);
	return class;
}

static void decode_ids(const struct device *device, struct dda_function *function)
{
	struct fact_number subsystem = find_id(device, "SUBSYS_", 8);

	function->vendor_id = find_id(device, "VEN_", 4);
	function->device_id = find_id(device, "DEV_", 4);
	function->details->revision = find_id(device, "REV_", 2);
	function->class_code = find_class(device);
	function->details->subsystem_vendor_id = function->details->subsystem_device_id = subsystem;
	function->details->subsystem_vendor_id.value = subsystem.value & 0xffff;
	function->details->subsystem_device_id.value = subsystem.value >> 16;
}

/* A service that is named drives the device only when the device is enabled. */
static int decode_driver(const struct device *device, struct arena *arena,
                         struct dda_function *function)
{
	struct fact_number problem = value_number_fact(device->entity, "ConfigManagerErrorCode",
	                                               "Win32_PnPEntity.ConfigManagerErrorCode");
	const char *service = value_text(device->entity, "Service");

	function->hold = HOLD_HOST;
	function->driver.fact = fact_absent("Win32_PnPEntity.Service");
	if (device_id_is_dismounted(device->id))
		function->hold = HOLD_OUT;
	else if (fact_is_present(problem.fact) && problem.value == PROBLEM_DISABLED)
		function->hold = HOLD_DISABLED;
	if (!fact_is_present(problem.fact))
		function->driver.fact = fact_unknown("Win32_PnPEntity.ConfigManagerErrorCode",
		                                     ENODATA);
	else if (service && *service && function->hold != HOLD_DISABLED) {
		function->driver.fact = fact_known("Win32_PnPEntity.Service");
		function->driver.value = arena_text(arena, service);
		return function->driver.value ? 0 : -ENOMEM;
	}
	return 0;
}

/* While it is dismounted it has a name that all of its kind have; what it was before says more. */
static int decode_name(const struct device *device, struct arena *arena,
                       struct dda_function *function)
{
	const char *name = value_text(device->entity_before, "Name");

	if (!name || !device_id_is_dismounted(device->id))
		name = value_text(device->entity, "Name");
	function->device_name = arena_text(arena, name);
	return name && !function->device_name ? -ENOMEM : 0;
}

int decode_devices(struct decoder *decoder)
{
	struct arena *arena = &decoder->inventory->arena;
	int r = collect(decoder);

	if (r < 0)
		return r;
	drop_doubles(decoder);
	r = find_before(decoder);
	for (size_t i = 0; r >= 0 && i < decoder->devices.count; i++) {
		const struct device *device = &decoder->devices.items[i];
		struct dda_function *function = inventory_add(decoder->inventory, true);

		if (!function)
			return -ENOMEM;
		decode_ids(device, function);
		function->group.fact = fact_absent("Hyper-V");
		function->physical_function = fact_absent("Hyper-V");
		function->instance_path = device_id_on_host(arena, device->id);
		r = function->instance_path ? decode_driver(device, arena, function) : -ENOMEM;
		if (r >= 0)
			r = decode_name(device, arena, function);
	}
	return r;
}
