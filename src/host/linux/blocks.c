/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/blocks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

void blocks_free(struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->count; i++)
		free(blocks->items[i].below.items);
	free(blocks->items);
	free(blocks->todo);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct block *)a)->name, ((const struct block *)b)->name);
}

void blocks_sort(struct blocks *blocks)
{
	if (blocks->count)
		qsort(blocks->items, blocks->count, sizeof(struct block), compare_names);
	blocks->named = blocks->count;
}

int blocks_find(const struct blocks *blocks, const char *name, size_t length)
{
	size_t low = 0, high = blocks->named;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *other = blocks->items[middle].name;
		int order = strncmp(name, other, length);

		if (order == 0 && other[length] == '\0')
			return (int)middle;
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

int blocks_find_number(const struct blocks *blocks, uint32_t major, uint32_t minor)
{
	for (size_t i = 0; i < blocks->named; i++)
		if (blocks->items[i].major == major && blocks->items[i].minor == minor)
			return (int)i;
	return -1;
}

static int find_label(const struct blocks *blocks, const char *label)
{
	for (size_t i = 0; i < blocks->named; i++)
		if (text_equal(blocks->items[i].label, label))
			return (int)i;
	return -1;
}

int blocks_find_path(const struct blocks *blocks, const char *path)
{
	const char *name = text_after(path, "/dev/"), *mapped;
	int found;

	if (!name)
		return -1;
	mapped = text_after(name, "mapper/");
	found = mapped ? find_label(blocks, mapped) : blocks_find(blocks, name, strlen(name));
	/* "/dev/md/home" */
	return found < 0 && text_after(name, "md/") ? find_label(blocks, name + 3) : found;
}

int blocks_stack(struct blocks *blocks, size_t above, size_t below)
{
	size_t *item = ARRAY_ADD(&blocks->items[above].below);

	if (!item)
		return -ENOMEM;
	*item = below;
	return 0;
}

static int note_use(struct block *block, struct block_use use, struct arena *arena)
{
	if (use.only_unknown) {
		block->unknown = true;
		return 0;
	}
	if (use.only_wanted) {
		block->wanted = block->wanted ? block->wanted : use.text;
		return 0;
	}
	if ((use.only_unused && block->uses) || block->use_count++ >= BLOCK_USES_MAX)
		return 0;
	block->uses = block->uses ? arena_format(arena, "%s, %s", block->uses, use.text)
	                          : arena_text(arena, use.text);
	return block->uses ? 0 : -ENOMEM;
}

int blocks_use(struct blocks *blocks, size_t start, struct block_use use)
{
	unsigned visit = ++blocks->visit;
	size_t todo = 0;

	if (!blocks->todo && !(blocks->todo = calloc(blocks->count + 1, sizeof(size_t))))
		return -ENOMEM;
	blocks->todo[todo++] = start;
	blocks->items[start].visit = visit;
	while (todo > 0) {
		struct block *block = &blocks->items[blocks->todo[--todo]];

		if (note_use(block, use, blocks->arena) < 0)
			return -ENOMEM;
		for (size_t i = 0; i < block->below.count; i++) {
			size_t below = block->below.items[i];

			/* A copy may say that two are made of each other. */
			if (blocks->items[below].visit != visit)
				blocks->todo[todo++] = below;
			blocks->items[below].visit = visit;
		}
	}
	return 0;
}

const char *block_head(const char *name, struct arena *arena)
{
	const char *after = text_after(name, "nvme"), *controller, *end;
	uint64_t number;

	if (!after || text_number(after, 10, 9, &controller, &number) < 0 || *controller != 'c' ||
	    text_number(controller + 1, 10, 9, &end, &number) < 0 || *end != 'n')
		return NULL;
	return arena_format(arena, "%.*s%s", (int)(controller - name), name, end);
}
