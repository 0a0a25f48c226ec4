/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-holders.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "host/linux/decode-link.h"
#include "host/linux/decode-mounts.h"
#include "host/linux/read-blocks.h"
#include "host/linux/read-wanted.h"

#define MOUNTS "proc/self/mountinfo"
#define SWAPS "proc/swaps"
#define ZFS "proc/spl/kstat/zfs"
#define UDEV "run/udev/data"

/*
 * Which disks hang on which function, and what they are used for: every block device, what it is
 * made of (partitions, device-mapper, md, bcache, btrfs on several, the paths of NVMe multipath),
 * and from each mounted file system and swap space down to the disks.
 */

struct reader {
	const struct root *root;
	struct dda_inventory *inventory;
	struct blocks blocks;
	bool zfs;         /* a pool is imported */
	struct fact fact; /* unknown: the first that could not be read */
};

static bool is_made_of(const struct block *block, size_t index)
{
	for (size_t i = 0; i < block->below.count; i++)
		if (block->below.items[i] == index)
			return true;
	return false;
}

/* The btrfs that a block device is a part of, else the block device. */
static size_t whole(const struct blocks *blocks, size_t index)
{
	for (size_t i = blocks->named; i < blocks->count; i++)
		if (is_made_of(&blocks->items[i], index))
			return i;
	return index;
}

static int use_mount(struct reader *reader, const struct mount *mount)
{
	bool spread = text_equal(mount->type, "btrfs") || text_equal(mount->type, "bcachefs");
	const char *text;
	int found;

	reader->zfs |= text_equal(mount->type, "zfs");
	found = mount->major ? blocks_find_number(&reader->blocks, mount->major, mount->minor)
	                     : find_block(reader->root, &reader->blocks, mount->source);
	if (found < 0) {
		if (mount->major || spread)
			note_unread(&reader->fact, "/" MOUNTS, ENODEV);
		return 0;
	}
	text = arena_format(reader->blocks.arena, "mounted at %s", mount->point);
	return text ? blocks_use(&reader->blocks, whole(&reader->blocks, (size_t)found),
	                         (struct block_use){.text = text})
	            : -ENOMEM;
}

static int read_mounts(struct reader *reader)
{
	_cleanup_free_ char *text = NULL;
	char *rest, *line;
	struct mount mount;
	int r = root_read_text(reader->root, MOUNTS, &text);

	if (r < 0)
		note_unread(&reader->fact, "/" MOUNTS, -r);
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		if (decode_mount(line, &mount) < 0)
			note_unread(&reader->fact, "/" MOUNTS, EINVAL);
		else if (use_mount(reader, &mount) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int use_swap(struct reader *reader, const char *path)
{
	int found = find_block(reader->root, &reader->blocks, path);

	/* A file is where its file system is mounted. */
	if (found < 0) {
		if (text_after(path, "/dev/"))
			note_unread(&reader->fact, "/" SWAPS, ENODEV);
		return 0;
	}
	return blocks_use(&reader->blocks, (size_t)found,
	                  (struct block_use){.text = _("swap space")});
}

static int read_swaps(struct reader *reader)
{
	_cleanup_free_ char *text = NULL;
	char *rest, *line;
	int r = root_read_text(reader->root, SWAPS, &text);

	/* A kernel without swap has no such file; a copy may just lack it. */
	if (r < 0 && !(r == -ENOENT && reader->root->whole))
		note_unread(&reader->fact, "/" SWAPS, -r);
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		const char *path = decode_swap(line);

		if (path && use_swap(reader, path) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* What is assembled is in use, even if nobody uses the whole: a volume group, an array. */
static int use_stacks(struct reader *reader)
{
	struct blocks *blocks = &reader->blocks;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->items[i];
		bool stacked = block->below.count && !block->is_part &&
		               !text_after(block->name, "nvme");
		struct block_use use = {.only_unused = true};

		if (!stacked || block->uses)
			continue;
		use.text = arena_format(blocks->arena, "part of %s", block->label);
		if (!use.text || blocks_use(blocks, i, use) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int note_pool(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), ZFS "/%s/state", name);
	reader->zfs |= root_exists(reader->root, path);
	return 0;
}

/* ZFS keeps no record of its disks that everybody may read, but udev knows what it saw on each. */
static int use_pool_member(struct reader *reader, size_t index)
{
	const struct block *block = &reader->blocks.items[index];
	_cleanup_free_ char *text = NULL;
	char path[64];
	int r;

	snprintf(path, sizeof(path), UDEV "/b%u:%u", (unsigned)block->major,
	         (unsigned)block->minor);
	r = root_read_text(reader->root, path, &text);
	if (r < 0)
		return blocks_use(&reader->blocks, index, (struct block_use){.only_unknown = true});
	if (!strstr(text, "\nE:ID_FS_TYPE=zfs_member\n"))
		return 0;
	return blocks_use(&reader->blocks, index,
	                  (struct block_use){.text = _("part of a ZFS pool"), .only_unused = true});
}

static int use_pools(struct reader *reader)
{
	int r = root_for_each(reader->root, ZFS, note_pool, reader);

	if (r < 0 && r != -ENOENT)
		note_unread(&reader->fact, "/" ZFS, -r);
	for (size_t i = 0; reader->zfs && i < reader->blocks.named; i++)
		if (use_pool_member(reader, i) < 0)
			return -ENOMEM;
	return 0;
}

/* "sda (Samsung SSD 980)" */
static const char *name_disk(const struct reader *reader, const struct block *block)
{
	const char *head = block_head(block->name, reader->blocks.arena);
	char model[256];
	int r = read_block_file(reader->root, block, "device/model", model, sizeof(model));

	while (r > 0 && (model[r - 1] == ' ' || model[r - 1] == '\n'))
		model[--r] = '\0';
	return arena_format(reader->blocks.arena, r > 0 ? "%s (%s)" : "%s",
	                    head ? head : block->name, model);
}

/* That it can't be told whether one of its disks is in use. */
static void note_unknown(struct dda_inventory *inventory, const struct block *block)
{
	const char *path = block->path;
	struct address address;
	int index;

	while (link_next_function(&path, &address))
		if ((index = inventory_find(inventory, address)) >= 0)
			inventory->functions.items[index].holders_fact = fact_unknown("/" UDEV,
			                                                              ENOENT);
}

static int add_disk(struct reader *reader, const struct block *block)
{
	const char *path = block->path, *why = block->uses;
	struct address address;

	if (block->is_part || !link_next_function(&path, &address))
		return 0;
	if (block->unknown)
		note_unknown(reader->inventory, block);
	if (!why)
		why = block->wanted;
	if (block->use_count > BLOCK_USES_MAX)
		why = arena_format(reader->blocks.arena, "%s and %u more", why,
		                   block->use_count - BLOCK_USES_MAX);
	return holder_add(reader->inventory, block->path,
	                  (struct holder){.kind = HOLDER_DISK,
	                                  .vital = block->uses,
	                                  .later = !block->uses && block->wanted,
	                                  .why = why,
	                                  .name = name_disk(reader, block)});
}

static int read_all(struct reader *reader)
{
	if (read_blocks(reader->root, &reader->blocks, &reader->fact) < 0 ||
	    read_mounts(reader) < 0 || read_swaps(reader) < 0 || use_pools(reader) < 0 ||
	    use_stacks(reader) < 0 || read_wanted(reader->root, &reader->blocks) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < reader->blocks.named; i++)
		if (add_disk(reader, &reader->blocks.items[i]) < 0)
			return -ENOMEM;
	return 0;
}

int read_disks(const struct root *root, struct dda_inventory *inventory, struct fact *ret_fact)
{
	struct reader reader = {
	        .root = root, .inventory = inventory, .blocks.arena = &inventory->arena};
	int r = read_all(&reader);

	*ret_fact = reader.fact;
	blocks_free(&reader.blocks);
	return r;
}
