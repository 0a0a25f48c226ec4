/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Finds items again by what they are, of many that somebody else keeps under numbers: a hash table
 * of four bytes a slot. A zeroed one is empty.
 */
struct lookup {
	uint32_t *slots; /* 1 + number, 0: free */
	size_t count, room;
};

/* What the items of `whole` are; equal ones have the same hash. */
struct lookup_items {
	uint32_t (*hash)(const void *whole, uint32_t number);
	bool (*equal)(const void *whole, uint32_t one, uint32_t other);
	const void *whole;
};

void lookup_deinit(struct lookup *lookup);

/*
 * Adds an item, which must be there under its number, unless an equal one was added before. *ret
 * becomes the number of the one that counts. Returns 0 or -ENOMEM.
 */
int lookup_add(struct lookup *lookup, const struct lookup_items *items, uint32_t number,
               uint32_t *ret);

/* FNV-1a, which goes on from `hash`. */
#define LOOKUP_HASH 2166136261u

static inline uint32_t lookup_hash_byte(uint32_t hash, unsigned char byte)
{
	return (hash ^ byte) * 16777619u;
}

uint32_t lookup_hash(uint32_t hash, const void *bytes, size_t length);
