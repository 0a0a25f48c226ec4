/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/text.h"
#include "host/hyperv/device-id.h"
#include "host/hyperv/snapshot.h"

int decoder_find(const struct decoder *decoder, const char *id)
{
	size_t low = 0, high = decoder->devices.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = device_id_compare(id, decoder->devices.items[middle].id);

		if (order == 0)
			return (int)middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

const json_t *device_property(const struct device *device, const char *key)
{
	const json_t *value = json_object_get(device->properties, key);

	return value ? value : json_object_get(device->before, key);
}

struct fact_number device_number(const struct device *device, const char *key, const char *source)
{
	bool own = json_object_get(device->properties, key);
	struct fact_number number = value_number_fact(own ? device->properties : device->before,
	                                              key, source);

	if (fact_is_absent(number.fact))
		number.fact = fact_unknown(source, ENODATA);
	return number;
}

bool instance_is_of(const char *instance, const char *vm)
{
	const char *guid = text_after(instance, "Microsoft:");
	size_t length = strlen(vm);

	return guid && strncasecmp(guid, vm, length) == 0 &&
	       (guid[length] == '\0' || guid[length] == '\\');
}

typedef int (*decode_step)(struct decoder *decoder);

static int decode_all(struct decoder *decoder)
{
	static const struct {
		unsigned want; /* 0: always */
		decode_step step;
	} steps[] = {
	        {0, decode_devices},
	        {0, decode_addresses},
	        {0, decode_host},
	        {DDA_WANT_DETAILS, decode_properties},
	        {DDA_WANT_DETAILS, decode_resources},
	        {DDA_WANT_DETAILS, decode_holders},
	        {DDA_WANT_DETAILS, decode_partitions},
	        {DDA_WANT_VMS | DDA_WANT_VMS_IF_NEEDED, decode_vms},
	        {DDA_WANT_VMS | DDA_WANT_VMS_IF_NEEDED, decode_assigned},
	};
	int r = 0;

	for (size_t i = 0; r >= 0 && i < sizeof(steps) / sizeof(steps[0]); i++)
		if (!steps[i].want || (steps[i].want & decoder->want))
			r = steps[i].step(decoder);
	return r;
}

int decode_snapshot(const json_t *document, unsigned want, struct dda_inventory *inventory)
{
	struct decoder decoder = {.document = document, .want = want, .inventory = inventory};
	int r;

	inventory->platform = PLATFORM_HYPERV;
	inventory->lasting = true;
	r = decode_all(&decoder);
	free(decoder.devices.items);
	return r < 0 ? r : inventory_finish(inventory);
}
