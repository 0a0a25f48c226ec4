/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* More uses are only counted: a host of containers has a thousand mounts. */
#define BLOCK_USES_MAX 4

/* A block device of the host, or a file system on several; texts belong to the arena. */
struct block {
	const char *name;  /* "sda1" */
	const char *label; /* what people call it: "vg-root" for dm-0; else its name */
	const char *path;  /* where /sys/class/block/NAME leads */
	uint32_t major, minor;
	struct {
		size_t *items;
		size_t count;
	} below;          /* indices of those that it is made of */
	bool is_part;     /* a partition; the disk is below it */
	bool unknown;     /* it may be in use, what is on it can't be read */
	const char *uses; /* what it is used for; NULL: nothing known */
	unsigned use_count;
	const char *wanted; /* what names it for the host's next start; NULL: nothing known */
	unsigned visit;
};

/* All of a host, the first `named` of them in order of their names. A zeroed one is empty. */
struct blocks {
	struct block *items;
	size_t count, named;
	size_t *todo; /* room for a walk */
	unsigned visit;
	struct arena *arena;
};

void blocks_free(struct blocks *blocks);

/* Sorts those added so far by name, so that they can be found. */
void blocks_sort(struct blocks *blocks);

/* Index of a block device, or -1: by its name (`length` bytes of it), by its number, or by a path
 * as programs know it ("/dev/sda1", "/dev/mapper/vg-root"). */
int blocks_find(const struct blocks *blocks, const char *name, size_t length);
int blocks_find_number(const struct blocks *blocks, uint32_t major, uint32_t minor);
int blocks_find_path(const struct blocks *blocks, const char *path);

/* Says that `above` is made of `below`, among others. Returns 0 or -ENOMEM. */
int blocks_stack(struct blocks *blocks, size_t above, size_t below);

/* What a walk says to every block device that it comes to. */
struct block_use {
	const char *text;  /* "mounted at /" */
	bool only_unused;  /* not to those that have a use already */
	bool only_unknown; /* no use, but that there may be one */
	bool only_wanted;  /* no use, but one at the next start */
};

/* Walks from one block device down to all that it is made of. Returns 0 or -ENOMEM. */
int blocks_use(struct blocks *blocks, size_t start, struct block_use use);

/* "nvme0n1" for "nvme0c1n1", one of the paths to it (NVMe multipath); NULL for every other name. */
const char *block_head(const char *name, struct arena *arena);
