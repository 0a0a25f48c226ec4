/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-blocks.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "host/linux/decode-link.h"
#include "host/linux/decode-mounts.h"
#include "host/linux/read-holders.h"

#define CLASS "sys/class/block"
#define BTRFS "sys/fs/btrfs"

struct reader {
	const struct root *root;
	struct blocks *blocks;
	size_t owner; /* index of the one whose folder is being read */
	struct fact fact;
};

int read_block_file(const struct root *root, const struct block *block, const char *name,
                    char *text, size_t size)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), CLASS "/%s/%s", block->name, name);
	return root_read(root, root->fd, path, text, size);
}

static int add_block(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	struct arena *arena = reader->blocks->arena;
	struct block *block = ARRAY_ADD(reader->blocks);
	char text[256];
	int r;

	if (!block)
		return -ENOMEM;
	block->name = block->label = arena_text(arena, name);
	block->path = root_link(reader->root, folder, name, arena);
	if (!block->path)
		block->path = "";
	if (!block->name)
		return -ENOMEM;
	r = read_block_file(reader->root, block, "dev", text, sizeof(text));
	if (r >= 0)
		r = decode_device(text, &block->major, &block->minor);
	/* The paths of NVMe multipath have none: nobody can open them. */
	if (r < 0 && r != -ENOENT)
		note_unread(&reader->fact, "/" CLASS "/*/dev", -r);
	if (text_after(name, "dm-") &&
	    read_block_file(reader->root, block, "dm/name", text, sizeof(text)) > 0)
		block->label = arena_text(arena, text);
	return block->label ? 0 : -ENOMEM;
}

static int add_slave(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	int below = blocks_find(reader->blocks, name, strlen(name));

	/* Gone since the list was read, or a copy without it. */
	if (below < 0) {
		note_unread(&reader->fact, "/" CLASS "/*/slaves", ENOENT);
		return 0;
	}
	return blocks_stack(reader->blocks, reader->owner, (size_t)below);
}

static int stack_on(struct reader *reader, size_t above, int below)
{
	return below < 0 ? 0 : blocks_stack(reader->blocks, above, (size_t)below);
}

/* A loop device over a block device; what is over a file is where that is mounted. */
static int stack_loop(struct reader *reader, size_t index)
{
	char text[PATH_MAX];

	if (!text_after(reader->blocks->items[index].name, "loop") ||
	    read_block_file(reader->root, &reader->blocks->items[index], "loop/backing_file", text,
	                    sizeof(text)) < 0)
		return 0;
	return stack_on(reader, index, blocks_find_path(reader->blocks, text));
}

/* One of several paths to an NVMe disk is below the disk, as one of its parts. */
static int stack_path(struct reader *reader, size_t index)
{
	const char *head = block_head(reader->blocks->items[index].name, reader->blocks->arena);
	int above = head ? blocks_find(reader->blocks, head, strlen(head)) : -1;

	return above < 0 ? 0 : blocks_stack(reader->blocks, (size_t)above, index);
}

static int stack_block(struct reader *reader, size_t index)
{
	struct block *block = &reader->blocks->items[index];
	char path[PATH_MAX];
	const char *parent;
	size_t length = link_parent_name(block->path, &parent);
	int disk = blocks_find(reader->blocks, parent, length), r;

	block->is_part = disk >= 0;
	if (stack_on(reader, index, disk) < 0 || stack_path(reader, index) < 0 ||
	    stack_loop(reader, index) < 0)
		return -ENOMEM;
	snprintf(path, sizeof(path), CLASS "/%s/slaves", block->name);
	if (block->is_part)
		return 0;
	reader->owner = index;
	r = root_for_each(reader->root, path, add_slave, reader);
	if (r < 0 && r != -ENOENT)
		note_unread(&reader->fact, "/" CLASS "/*/slaves", -r);
	return r == -ENOMEM ? r : 0;
}

static int add_member(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	return stack_on(reader, reader->owner, blocks_find(reader->blocks, name, strlen(name)));
}

/* A btrfs on several devices says so here as long as it is mounted, wherever that is seen. */
static int add_btrfs(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	char path[PATH_MAX];
	struct block *block;
	int r;

	snprintf(path, sizeof(path), BTRFS "/%s/devices", name);
	if (!root_exists(reader->root, path))
		return 0; /* "features" */
	block = ARRAY_ADD(reader->blocks);
	if (!block)
		return -ENOMEM;
	block->name = block->label = arena_format(reader->blocks->arena, "btrfs %s", name);
	block->path = "";
	if (!block->name)
		return -ENOMEM;
	reader->owner = reader->blocks->count - 1;
	r = root_for_each(reader->root, path, add_member, reader);
	if (r < 0)
		note_unread(&reader->fact, "/" BTRFS, -r);
	return r == -ENOMEM ? r : 0;
}

static int read_all(struct reader *reader)
{
	int r = root_for_each(reader->root, CLASS, add_block, reader);

	if (r == -ENOMEM)
		return r;
	if (r < 0)
		note_unread(&reader->fact, "/" CLASS, -r);
	blocks_sort(reader->blocks);
	for (size_t i = 0; i < reader->blocks->named; i++)
		if (stack_block(reader, i) < 0)
			return -ENOMEM;
	r = root_for_each(reader->root, BTRFS, add_btrfs, reader);
	if (r < 0 && r != -ENOENT)
		note_unread(&reader->fact, "/" BTRFS, -r);
	return r == -ENOMEM ? r : 0;
}

int read_blocks(const struct root *root, struct blocks *blocks, struct fact *ret_fact)
{
	struct reader reader = {.root = root, .blocks = blocks, .fact = fact_known("/" CLASS)};
	int r = read_all(&reader);

	*ret_fact = reader.fact;
	return r;
}

int find_block(const struct root *root, const struct blocks *blocks, const char *path)
{
	int found = blocks_find_path(blocks, path);
	struct fact_text link;

	if (found >= 0 || !text_after(path, "/dev/"))
		return found;
	link = root_link_name(root, root->fd, path + 1, blocks->arena);
	return fact_is_present(link.fact) ? blocks_find(blocks, link.value, strlen(link.value))
	                                  : -1;
}
