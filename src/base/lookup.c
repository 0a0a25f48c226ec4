/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/lookup.h"

#include <errno.h>
#include <stdlib.h>

#define LEAST_ROOM 64u

void lookup_deinit(struct lookup *lookup)
{
	free(lookup->slots);
	*lookup = (struct lookup){0};
}

uint32_t lookup_hash(uint32_t hash, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < length; i++)
		hash = lookup_hash_byte(hash, byte[i]);
	return hash;
}

/* The slot of an item that is equal, or the free one where it belongs. */
static uint32_t *slot_of(uint32_t *slots, size_t room, const struct lookup_items *items,
                         uint32_t number)
{
	size_t at = items->hash(items->whole, number) & (room - 1);

	while (slots[at] && !items->equal(items->whole, slots[at] - 1, number))
		at = (at + 1) & (room - 1);
	return &slots[at];
}

/* Three quarters at most are taken, so that the next free slot is near. */
static int make_room(struct lookup *lookup, const struct lookup_items *items)
{
	size_t room = lookup->room ? lookup->room * 2 : LEAST_ROOM;
	uint32_t *slots;

	if (lookup->count < lookup->room / 4 * 3)
		return 0;
	slots = calloc(room, sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; i < lookup->room; i++)
		if (lookup->slots[i])
			*slot_of(slots, room, items, lookup->slots[i] - 1) = lookup->slots[i];
	free(lookup->slots);
	lookup->slots = slots;
	lookup->room = room;
	return 0;
}

int lookup_add(struct lookup *lookup, const struct lookup_items *items, uint32_t number,
               uint32_t *ret)
{
	uint32_t *slot;

	if (make_room(lookup, items) < 0)
		return -ENOMEM;
	slot = slot_of(lookup->slots, lookup->room, items, number);
	if (!*slot) {
		*slot = number + 1;
		lookup->count++;
	}
	*ret = *slot - 1;
	return 0;
}
