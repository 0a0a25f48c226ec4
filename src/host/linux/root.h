/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/address.h"
#include "model/fact.h"

struct archive;

/*
 * The files of a host below a root directory: "/" of the machine we run on, a
 * copy of another machine's files, or an archive of them in memory. In a copy no path and no link
 * leads out of it (openat2 with RESOLVE_IN_ROOT), whoever made it.
 * Paths are relative: "sys/bus/pci/devices".
 */
struct root {
	int fd;
	bool live;               /* it is "/" */
	bool whole;              /* what is not there is not on the host either: no copy of parts */
	struct archive *archive; /* or NULL; not owned */
};

/* Opens `directory`, NULL for "/". Returns 0 or a negative errno. */
int root_open(const char *directory, struct root *ret);
/* The files of an archive; `whole` as below. */
void root_of_archive(struct archive *archive, bool whole, struct root *ret);

void root_close(struct root *root);

/*
 * Opens a folder. Returns a descriptor, for the functions below, or a negative errno. That may be
 * handed on to them: what is in a folder that could not be opened can't be read for the same
 * reason.
 */
int root_open_folder(const struct root *root, const char *path);

/*
 * Reads a whole small file: at most size - 1 bytes, closed by a NUL, a last newline cut off.
 * `folder` is a descriptor of root_open_folder(), or root->fd. Returns the length or a negative
 * errno; -EFBIG when the file is larger.
 */
int root_read(const struct root *root, int folder, const char *path, char *buffer, size_t size);

/*
 * Reads the first `size` bytes of a file, or as many as it has. *ret_whole (may be NULL: then a
 * file of a folder is read at once): it has no more, by its size. Returns the length or a negative
 * errno.
 */
int root_read_bytes(const struct root *root, int folder, const char *path, void *buffer,
                    size_t size, bool *ret_whole);

/*
 * Reads a whole file of up to some MiB, closed by a NUL, into a heap string. Returns 0 or a
 * negative errno; -EFBIG when the file is larger.
 */
int root_read_text(const struct root *root, const char *path, char **ret);

/* The same for the folder of a PCI function, by its address. */
int root_open_function(const struct root *root, struct address address);

/* True when there is such a file, folder or link. */
bool root_exists(const struct root *root, const char *path);

/*
 * Calls `each` for every entry of a folder but hidden ones; `folder` is the folder's descriptor.
 * Stops when it returns below zero. Returns that, or a negative errno when the folder can't be
 * read.
 */
int root_for_each(const struct root *root, const char *path,
                  int (*each)(void *data, int folder, const char *name), void *data);

/* A file as a fact. Absent: no such file, or nothing in it, or "(null)". */
struct fact_text root_text(const struct root *root, int folder, const char *name,
                           struct arena *arena);

/* A file with one number, of base 10 (may be negative: then absent) or 16, as a fact. */
struct fact_number root_number(const struct root *root, int folder, const char *name,
                               unsigned base);

/* Where a link points to, closed by a NUL. Returns the length or a negative errno; -ENAMETOOLONG
 * when there is no room. */
int root_link_text(const struct root *root, int folder, const char *name, char *buffer,
                   size_t size);

/* Where a link points to, or NULL when there is no such link or without memory. */
const char *root_link(const struct root *root, int folder, const char *name, struct arena *arena);

/* The last component of where a link points to, as a fact; absent: no such link. */
struct fact_text root_link_name(const struct root *root, int folder, const char *name,
                                struct arena *arena);
