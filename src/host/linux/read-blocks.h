/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/blocks.h"
#include "host/linux/root.h"

/*
 * Fills an empty `blocks`, whose arena is set, with the host's block devices and what each is made
 * of. *ret_fact: known, or what could not be read. Returns 0 or -ENOMEM.
 */
int read_blocks(const struct root *root, struct blocks *blocks, struct fact *ret_fact);

/* A block device by its path, or by what that links to ("/dev/disk/by-uuid/..."): its index, or -1.
 */
int find_block(const struct root *root, const struct blocks *blocks, const char *path);

/* Reads a small file of a block device, as root_read(). */
int read_block_file(const struct root *root, const struct block *block, const char *name,
                    char *text, size_t size);
