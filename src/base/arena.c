/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

#define BLOCK_SIZE 16384

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

void arena_free(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
	*arena = (struct arena){0};
}

struct arena_mark arena_mark(const struct arena *arena)
{
	const struct arena_block *block = arena->blocks;

	return (struct arena_mark){arena->blocks, block ? block->used : 0};
}

/* Texts that are about to go must not be handed out again. */
static void forget_recent(struct arena *arena, const struct arena_block *block, size_t from)
{
	const char *first = (const char *)block->bytes + from;
	const char *end = (const char *)block->bytes + block->used;

	for (size_t i = 0; i < sizeof(arena->recent) / sizeof(arena->recent[0]); i++)
		if (arena->recent[i] >= first && arena->recent[i] < end)
			arena->recent[i] = NULL;
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
	while (arena->blocks != mark.block) {
		struct arena_block *block = arena->blocks;

		forget_recent(arena, block, 0);
		arena->blocks = block->next;
		free(block);
	}
	if (!mark.block)
		return;
	forget_recent(arena, mark.block, mark.used);
	memset(mark.block->bytes + mark.used, 0, mark.block->used - mark.used);
	mark.block->used = mark.used;
}

void arena_clear(struct arena *arena)
{
	struct arena_block *block = arena->blocks;

	if (!block)
		return;
	arena->blocks = block->next;
	arena_free(arena);
	memset(block->bytes, 0, block->used);
	block->used = 0;
	block->next = NULL;
	arena->blocks = block;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
	struct arena_block *block = calloc(1, sizeof(*block) + size);

	if (!block)
		return NULL;
	block->size = size;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

void *arena_zeroed(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	void *p;

	if (rounded < size || rounded > SIZE_MAX / 2)
		return NULL;
	if (!block || block->size - block->used < rounded)
		block = add_block(arena, rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE);
	if (!block)
		return NULL;
	p = block->bytes + block->used;
	block->used += rounded;
	return p;
}

/* FNV-1a */
static unsigned hash(const char *text, size_t length)
{
	unsigned value = 2166136261u;

	for (size_t i = 0; i < length; i++)
		value = (value ^ (unsigned char)text[i]) * 16777619u;
	return value;
}

const char *arena_copy(struct arena *arena, const char *text, size_t length)
{
	const size_t slots = sizeof(arena->recent) / sizeof(arena->recent[0]);
	const char **slot = &arena->recent[hash(text, length) % slots];
	char *copy;

	if (*slot && strlen(*slot) == length && memcmp(*slot, text, length) == 0)
		return *slot;
	copy = arena_zeroed(arena, length + 1);
	if (copy)
		*slot = memcpy(copy, text, length);
	return copy;
}

const char *arena_text(struct arena *arena, const char *text)
{
	return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

const char *arena_vformat(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int length;

	format = translate(format);
	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return NULL;
	text = arena_zeroed(arena, (size_t)length + 1);
	if (text)
		vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

const char *arena_format(struct arena *arena, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = arena_vformat(arena, format, args);
	va_end(args);
	return text;
}
