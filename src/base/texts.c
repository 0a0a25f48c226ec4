/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/texts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#define BLOCK_SIZE ((size_t)1 << TEXTS_BLOCK_BITS)

void texts_deinit(struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
	free(texts->draft.items);
	lookup_deinit(&texts->lookup);
	*texts = (struct texts){0};
}

static uint32_t hash(const void *whole, uint32_t number)
{
	const char *text = texts_get(whole, number);

	return lookup_hash(LOOKUP_HASH, text, strlen(text));
}

static bool equal(const void *whole, uint32_t one, uint32_t other)
{
	return strcmp(texts_get(whole, one), texts_get(whole, other)) == 0;
}

static int add_block(struct texts *texts, size_t room)
{
	char *bytes = malloc(room), **block;

	block = bytes && texts->count < BLOCK_SIZE ? ARRAY_ADD(texts) : NULL;
	if (!block) {
		free(bytes);
		return -ENOMEM;
	}
	*block = bytes;
	texts->used = texts->count == 1; /* the number 0 is that of none */
	texts->room = room;
	return 0;
}

/* Puts a text behind all others, unless it is there. */
static int add(struct texts *texts, const char *text, size_t length, uint32_t *ret)
{
	const struct lookup_items items = {hash, equal, texts};
	uint32_t number;
	char *copy;

	/* Behind a long one there is nothing that a number could say. */
	if ((texts->used >= BLOCK_SIZE || texts->room - texts->used <= length) &&
	    add_block(texts, length + 2 > BLOCK_SIZE ? length + 2 : BLOCK_SIZE) < 0)
		return -ENOMEM;
	number = (uint32_t)((texts->count - 1) << TEXTS_BLOCK_BITS | texts->used);
	copy = texts->items[texts->count - 1] + texts->used;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (lookup_add(&texts->lookup, &items, number, ret) < 0)
		return -ENOMEM;
	if (*ret == number)
		texts->used += length + 1;
	return 0;
}

int texts_add(struct texts *texts, const char *text, uint32_t *ret)
{
	if (text)
		return add(texts, text, strlen(text), ret);
	*ret = 0;
	return 0;
}

int texts_append(struct texts *texts, const char *bytes, size_t length)
{
	size_t count = texts->draft.count + length, room = texts->draft.room;
	char *items;

	if (count > room) {
		room = count > UINT32_MAX / 4 ? 0 : count * 2;
		items = room ? realloc(texts->draft.items, room) : NULL;
		if (!items)
			return -ENOMEM;
		texts->draft.items = items;
		texts->draft.room = room;
	}
	if (length)
		memcpy(texts->draft.items + count - length, bytes, length);
	texts->draft.count = count;
	return 0;
}

int texts_end(struct texts *texts, uint32_t *ret)
{
	size_t length = texts->draft.count;

	texts->draft.count = 0;
	return add(texts, length ? texts->draft.items : "", length, ret);
}
