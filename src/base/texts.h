/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/lookup.h"

/*
 * Many texts, each different one kept once, where it stays, and known by a number of four bytes. 0
 * stands for NULL. Zeroed: empty.
 */
struct texts {
	char **items; /* blocks of them, one behind the other; a long one has a block for itself */
	size_t count;
	size_t used, room; /* of the last block */
	struct {
		char *items;
		size_t count, room;
	} draft; /* the one in the making */
	struct lookup lookup;
};

#define TEXTS_BLOCK_BITS 16

void texts_deinit(struct texts *texts);

/* The text of that number. */
static inline const char *texts_get(const struct texts *texts, uint32_t number)
{
	const uint32_t offset = number & ((1u << TEXTS_BLOCK_BITS) - 1);

	return number ? texts->items[number >> TEXTS_BLOCK_BITS] + offset : NULL;
}

/* Adds a text. Returns 0 with its number, or -ENOMEM. */
int texts_add(struct texts *texts, const char *text, uint32_t *ret);

/* The same, bit by bit: texts_append() as often as it takes, then texts_end(). */
int texts_append(struct texts *texts, const char *bytes, size_t length);
int texts_end(struct texts *texts, uint32_t *ret);
