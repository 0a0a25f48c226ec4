/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/text.h"
#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"
#include "model/location.h"

/*
 * Addresses and places. The location path is the key that people use on Hyper-V: it stays the same
 * when a device is dismounted. The address is made of the bus number (the segment above its lowest
 * 8 bits) and of the device's address on the bus. Where the bus is not told, it is that of another
 * function behind the same bridge; where nobody tells it, or where two devices would have the same
 * address, the function gets a made-up one in the domains from UNKNOWN_DOMAIN on, which no host
 * has: one bus for each bridge whose bus is unknown, so that the functions of a slot stay together.
 */
#define UNKNOWN_DOMAIN 0xffff0000u

/* A device whose address is being found out. */
struct place {
	struct dda_function *function;
	const struct device *device;
	size_t above; /* length of the location path of the bridge above; 0: it has no path */
	bool bus_known;
};

static int decode_path(const struct device *device, struct arena *arena,
                       struct dda_function *function)
{
	const json_t *paths = json_object_get(device->properties, DEVICE_LOCATION_PATHS)
	                              ? device->properties
	                              : device->before;
	const char *path;
	int r = 0;

	for (size_t i = 0; (path = value_item(paths, DEVICE_LOCATION_PATHS, i)); i++) {
		if (!location_looks_like(path))
			continue;
		r = location_normalize(arena, path, &function->location_path);
		if (r == -EINVAL) /* behind something that is no plain bridge (VMD) */
			function->location_path = arena_text(arena, path);
		function->location_confirmed = true;
		return function->location_path ? 0 : -ENOMEM;
	}
	return 0;
}

/* The last "PCI(ddff)" of a path. */
static bool last_step(const char *path, uint64_t *ret)
{
	const char *hash = strrchr(path, '#'), *end;
	const char *digits = hash ? text_after(hash, "#PCI(") : NULL;

	return digits && text_number(digits, 16, 4, &end, ret) == 0 && *end == ')';
}

static void decode_address(struct place *place)
{
	struct dda_function *function = place->function;
	struct fact_number bus = device_number(place->device, DEVICE_BUS_NUMBER, "bus"),
	                   address = device_number(place->device, DEVICE_ADDRESS, "address");
	const char *path = function->location_path;
	uint64_t step;

	if (path && strrchr(path, '#'))
		place->above = (size_t)(strrchr(path, '#') - path);
	if (fact_is_present(address.fact)) {
		function->address.device = (uint8_t)(address.value >> 16) & 0x1f;
		function->address.function = (uint8_t)address.value & 7;
	} else if (path && last_step(path, &step)) {
		function->address.device = (uint8_t)(step >> 8) & 0x1f;
		function->address.function = (uint8_t)step & 7;
	}
	place->bus_known = fact_is_present(bus.fact) && bus.value >> 8 < UNKNOWN_DOMAIN;
	if (place->bus_known) {
		function->address.domain = (uint32_t)(bus.value >> 8);
		function->address.bus = (uint8_t)bus.value;
	}
}

/* By the bridge above; those without a path last, each for itself. Of one bridge those first that
 * know their bus. */
static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	size_t common = left->above < right->above ? left->above : right->above;
	int order;

	if (!left->above || !right->above)
		return (right->above > 0) - (left->above > 0);
	order = strncmp(left->function->location_path, right->function->location_path, common);
	if (order)
		return order;
	if (left->above != right->above)
		return left->above < right->above ? -1 : 1;
	return right->bus_known - left->bus_known;
}

static bool same_bridge(const struct place *a, const struct place *b)
{
	return a->above && a->above == b->above &&
	       strncmp(a->function->location_path, b->function->location_path, a->above) == 0;
}

static void use_unknown_bus(struct dda_function *function, unsigned number)
{
	function->address.domain = UNKNOWN_DOMAIN | (number >> 8 & 0xffff);
	function->address.bus = (uint8_t)number;
}

/* Returns how many made-up buses there are. */
static unsigned share_buses(struct place *places, size_t count)
{
	unsigned unknown = 0;

	for (size_t i = 0; i < count; i++) {
		const struct place *before = i ? &places[i - 1] : NULL;

		if (places[i].bus_known)
			continue;
		if (before && same_bridge(before, &places[i])) {
			places[i].function->address.domain = before->function->address.domain;
			places[i].function->address.bus = before->function->address.bus;
			continue;
		}
		use_unknown_bus(places[i].function, unknown++);
	}
	return unknown;
}

static int compare_addresses(const void *a, const void *b)
{
	const struct dda_function *left = *(struct dda_function *const *)a,
	                          *right = *(struct dda_function *const *)b;
	int order = address_compare(left->address, right->address);

	return order ? order : (left > right) - (left < right);
}

static int part_doubles(struct dda_inventory *inventory, unsigned unknown)
{
	size_t count = inventory->functions.count;
	_cleanup_free_ struct dda_function **sorted = calloc(count + 1, sizeof(*sorted));
	struct address last;

	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		sorted[i] = &inventory->functions.items[i];
	qsort(sorted, count, sizeof(*sorted), compare_addresses);
	for (size_t i = 0; i < count; i++) {
		if (i && address_compare(sorted[i]->address, last) == 0)
			use_unknown_bus(sorted[i], unknown++);
		else
			last = sorted[i]->address;
	}
	return 0;
}

/* A bridge has a shorter path than what is behind it: so there are no circles, whatever is said. */
static bool is_above(const struct dda_function *bridge, const struct dda_function *function)
{
	return bridge->location_path && function->location_path &&
	       strlen(bridge->location_path) < strlen(function->location_path);
}

/* The bridge above is named; else it is the one whose path ends a step earlier. */
static const struct dda_function *find_bridge(const struct decoder *decoder,
                                              const struct place *place)
{
	const struct dda_function *functions = decoder->inventory->functions.items;
	const char *parent = json_string_value(device_property(place->device, DEVICE_PARENT));
	int at = parent ? decoder_find(decoder, parent) : -1;

	if (at >= 0)
		return is_above(&functions[at], place->function) ? &functions[at] : NULL;
	for (size_t i = 0; !parent && place->above && i < decoder->devices.count; i++) {
		const char *path = functions[i].location_path;

		if (path && strlen(path) == place->above &&
		    strncmp(path, place->function->location_path, place->above) == 0)
			return &functions[i];
	}
	return NULL;
}

int decode_addresses(struct decoder *decoder)
{
	struct dda_inventory *inventory = decoder->inventory;
	size_t count = decoder->devices.count;
	_cleanup_free_ struct place *places = calloc(count + 1, sizeof(*places));
	unsigned unknown;

	if (!places)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		places[i] = (struct place){.function = &inventory->functions.items[i],
		                           .device = &decoder->devices.items[i]};
		if (decode_path(places[i].device, &inventory->arena, places[i].function) < 0)
			return -ENOMEM;
		decode_address(&places[i]);
	}
	qsort(places, count, sizeof(*places), compare_places);
	unknown = share_buses(places, count);
	if (part_doubles(inventory, unknown) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		const struct dda_function *bridge = find_bridge(decoder, &places[i]);

		places[i].function->upstream = bridge ? bridge->address
		                                      : places[i].function->address;
	}
	return 0;
}
