/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/texts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_ROOM 4096u

void texts_deinit(struct texts *texts)
{
	free(texts->bytes);
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

/* For so many more bytes and the NUL behind them. */
static int make_room(struct texts *texts, size_t length)
{
	size_t room = texts->room ? texts->room : LEAST_ROOM;
	char *bytes;

	if (length > UINT32_MAX / 2 || texts->used + length > UINT32_MAX / 2)
		return -ENOMEM;
	while (room < texts->used + length + 2)
		room *= 2;
	if (room == texts->room)
		return 0;
	bytes = realloc(texts->bytes, room);
	if (!bytes)
		return -ENOMEM;
	texts->bytes = bytes;
	texts->room = room;
	return 0;
}

int texts_append(struct texts *texts, const char *bytes, size_t length)
{
	if (make_room(texts, length) < 0)
		return -ENOMEM;
	if (texts->begun == 0)
		texts->begun = texts->used = 1;
	memcpy(texts->bytes + texts->used, bytes, length);
	texts->used += length;
	return 0;
}

int texts_end(struct texts *texts, uint32_t *ret)
{
	const struct lookup_items items = {hash, equal, texts};
	uint32_t number, begun;

	if (texts_append(texts, "", 1) < 0)
		return -ENOMEM;
	begun = (uint32_t)texts->begun;
	if (lookup_add(&texts->lookup, &items, begun, &number) < 0)
		return -ENOMEM;
	if (number == begun)
		texts->begun = texts->used;
	else
		texts->used = begun;
	*ret = number;
	return 0;
}

int texts_add(struct texts *texts, const char *text, uint32_t *ret)
{
	if (text && texts_append(texts, text, strlen(text)) == 0)
		return texts_end(texts, ret);
	if (text)
		return -ENOMEM;
	*ret = 0;
	return 0;
}
