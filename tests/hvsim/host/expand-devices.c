/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/expand.h"

#include "base/cleanup.h"
#include "engine/buffer.h"
#include "host/host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOW_START 0x90000000
#define LOW_END 0xfec00000
#define HIGH_START 0x380000000000

struct expansion {
	const json_t *defaults;
	json_t *devices;
	uint64_t low, high;    /* where the next BAR goes */
	uint8_t next_bus[256]; /* by root */
};

static json_t *find(const struct expansion *e, const char *location, size_t length)
{
	json_t *device;
	size_t i;

	json_array_foreach(e->devices, i, device)
	{
		const char *other = text_of(device, "location");

		if (strncmp(other, location, length) == 0 && !other[length])
			return device;
	}
	return NULL;
}

/* "16M", "16G p" (64 bits, prefetchable), "16K 64": its size; 0 when it makes no sense. */
static uint64_t bar_size(const char *text, bool *ret_high, bool *ret_prefetchable)
{
	char *end;
	uint64_t size = strtoull(text, &end, 10);

	for (const char *unit = "KMG"; *end && *unit; unit++) {
		size *= 1024;
		if (*unit == *end) {
			end++;
			break;
		}
	}
	*ret_prefetchable = strcmp(end, " p") == 0;
	*ret_high = *ret_prefetchable || strcmp(end, " 64") == 0;
	return size;
}

static uint64_t place(uint64_t *cursor, uint64_t size)
{
	uint64_t start = (*cursor + size - 1) / size * size;

	*cursor = start + size;
	return start;
}

/* Gives each BAR an address; BarTypes counts the kinds, a byte each. */
static int place_bars(struct expansion *e, json_t *function)
{
	json_t *bars = json_array(), *bar;
	json_int_t types = 0;
	size_t i;

	json_array_foreach(json_object_get(function, "bars"), i, bar)
	{
		bool high, prefetchable;
		uint64_t size = bar_size(json_string_value(bar), &high, &prefetchable), start;

		if (!size)
			return -EINVAL;
		if (!high && e->low + 2 * size > LOW_END)
			e->low = LOW_START;
		start = place(high ? &e->high : &e->low, size);
		json_array_append_new(bars, json_pack("{sIsI}", "start", (json_int_t)start, "size",
		                                      (json_int_t)size));
		types += prefetchable ? 1 << 24 : 1 << 8;
	}
	json_object_set_new(function, "bars", bars);
	json_object_set_new(function, "bar_types", json_integer(types));
	return 0;
}

/* As Windows makes it: IDs, then what tells equal ones apart, from where they are. */
static void set_id(json_t *function, const char *location)
{
	char guid[37], id[160];

	guid_of(location, guid);
	snprintf(id, sizeof(id), "VEN_%s&DEV_%s&SUBSYS_%s&REV_%s\\%d&%.8s&0&%04X",
	         text_of(function, "vendor"), text_of(function, "device"),
	         text_of(function, "subsystem"), text_of(function, "revision"),
	         strlen(location) > 24 ? 4 : 3, guid,
	         (unsigned)number_of(function, "address") >> 13 & 0xf8);
	json_object_set_new(function, "id", json_string(id));
}

static json_t *parent_of(const struct expansion *e, const char *location)
{
	const char *step = strrchr(location, '#');

	return step ? find(e, location, (size_t)(step - location)) : NULL;
}

static void inherit(json_t *function, const json_t *parent)
{
	char path[160];

	snprintf(path, sizeof(path), "%s\\%s",
	         *text_of(parent, "enumerator") ? text_of(parent, "enumerator") : "PCI",
	         text_of(parent, "id"));
	json_object_set_new(function, "parent", json_string(path));
	json_object_set(function, "bus", json_object_get(parent, "secondary"));
	json_object_set(function, "root", json_object_get(parent, "root"));
	if (!json_object_get(function, "numa"))
		json_object_set(function, "numa", json_object_get(parent, "numa"));
}

/* `location` ends in (ddff). */
static int add_function(struct expansion *e, const char *location, const json_t *specific)
{
	json_t *function = merged(json_object_get(e->defaults, "function"), specific);
	const json_t *parent = parent_of(e, location);
	unsigned device, number;

	if (!parent || find(e, location, strlen(location)) ||
	    sscanf(strrchr(location, '#'), "#PCI(%2x%2x)", &device, &number) != 2) {
		json_decref(function);
		return -EINVAL;
	}
	json_array_append_new(e->devices, function);
	json_object_set_new(function, "location", json_string(location));
	json_object_set_new(function, "address", json_integer(device << 16 | number));
	inherit(function, parent);
	set_id(function, location);
	return place_bars(e, function);
}

static void add_root(struct expansion *e, const char *location, size_t length)
{
	unsigned number = (unsigned)strtoul(location + strlen("PCIROOT("), NULL, 16);
	json_t *root = json_object_get(e->defaults, "root");
	char id[32];

	snprintf(id, sizeof(id), "PNP0A08\\%X", number);
	root = merged(root, NULL);
	json_object_set_new(root, "id", json_string(id));
	json_object_set_new(root, "location", json_stringn(location, length));
	json_object_set_new(root, "root", json_integer(number));
	json_object_set_new(root, "secondary", json_integer(number));
	json_object_set_new(root, "numa", json_integer(number >= 0x80));
	e->next_bus[number & 255] = (uint8_t)(number + 1);
	json_array_append_new(e->devices, root);
}

static int add_bridge(struct expansion *e, const char *location, unsigned depth)
{
	const char *kind = depth == 1 ? "root" : depth % 2 ? "downstream" : "upstream";
	const json_t *bridge = json_object_get(json_object_get(e->defaults, "bridges"), kind);
	json_t *added;
	int r = add_function(e, location, bridge);

	if (r < 0)
		return r;
	added = find(e, location, strlen(location));
	json_object_set_new(added, "secondary",
	                    json_integer(e->next_bus[number_of(added, "root") & 255]++));
	return 0;
}

/* What lies above `location` is there afterwards. */
static int add_path(struct expansion *e, const char *location)
{
	const char *step = strchr(location, '#');

	if (strncmp(location, "PCIROOT(", 8) != 0 || !step)
		return -EINVAL;
	if (!find(e, location, (size_t)(step - location)))
		add_root(e, location, (size_t)(step - location));
	for (unsigned depth = 1; (step = strchr(step + 1, '#')); depth++) {
		_cleanup_free_ char *above = text_copy(location, (size_t)(step - location));

		if (!above || (!find(e, above, strlen(above)) && add_bridge(e, above, depth) < 0))
			return -EINVAL;
	}
	return 0;
}

static void set_state(json_t *function, const char *state)
{
	bool dismounted = strcmp(state, "dismounted") == 0;

	if (dismounted || strcmp(state, "disabled") == 0)
		json_object_set_new(function, "problem", json_integer(22));
	if (dismounted)
		json_object_set_new(function, "dismounted", json_true());
	json_object_del(function, "state");
}

/* Function `i` of a card at `location`. */
static int add_card_function(struct expansion *e, const json_t *described, const char *location,
                             size_t i, const json_t *type)
{
	_cleanup_free_ char *own = strdup(location);
	json_t *specific = merged(type, described);
	size_t length = strlen(location);
	int r;

	json_object_del(specific, "card");
	json_object_del(specific, "location");
	if (own && length > 2)
		own[length - 2] = (char)(own[length - 2] + (char)i);
	r = own ? add_function(e, own, specific) : -ENOMEM;
	if (r == 0)
		set_state(find(e, own, length), text_of(specific, "state"));
	json_decref(specific);
	return r;
}

static int add_card(struct expansion *e, const json_t *described)
{
	const json_t *cards = json_object_get(e->defaults, "cards");
	const json_t *type = json_object_get(cards, text_of(described, "card"));
	const char *location = text_of(described, "location");
	const json_t *function;
	size_t i;
	int r = type ? add_path(e, location) : -EINVAL;

	json_array_foreach(type, i, function) if (r == 0)
	        r = add_card_function(e, described, location, i, function);
	if (r < 0)
		fprintf(stderr, "hvsim: no such card, or no place for it: %s %s\n",
		        text_of(described, "card"), location);
	return r;
}

int expand_devices(const json_t *defaults, const json_t *description, json_t *state)
{
	struct expansion e = {
	        .defaults = defaults,
	        .devices = json_array(),
	        .low = LOW_START,
	        .high = HIGH_START,
	};
	const json_t *described;
	size_t i;
	int r = 0;

	json_object_set_new(state, "devices", e.devices);
	json_array_foreach(json_object_get(description, "devices"), i, described) if (r == 0)
	        r = add_card(&e, described);
	return r;
}
