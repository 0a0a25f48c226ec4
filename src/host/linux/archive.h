/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

struct root;

/*
 * The files of a Linux host in a document in memory: what dda asked of it, and no more.
 *   {"schema": "dda.snapshot/1", "platform": "linux", ...
 *    "files": {PATH: "text", or {"bytes": hexadecimal, "whole": false: it has more}, or null: it is
 *              there, and nobody read it},
 *    "folders": {PATH: [NAME...] in the system's order, or null: it is there},
 *    "links": {PATH: target},
 *    "errors": {PATH: errno of Linux; 2 (ENOENT): it is not there}}
 * Paths are relative ("sys/class/net"), and without links on the way. A path that is nowhere in it
 * was not asked: -ENODATA, which makes a fact unknown, never absent.
 * As a snapshot it is read only. While it records, what is not in it yet is read from the host and
 * put in: so whatever looks at a host through it makes the snapshot with which it gets the same
 * answers again.
 */
struct archive;

/* An empty one, that records `source` (which must live as long). NULL without memory. */
struct archive *archive_record(const struct root *source);

/* One that is read. Takes `document` over in any case; it may be anything. NULL without memory. */
struct archive *archive_open(json_t *document);

/* NULL is allowed. */
void archive_free(struct archive *archive);

/* The document; owned by the archive. */
json_t *archive_document(const struct archive *archive);

/* Puts in a file that the host has no path for. Returns 0 or -ENOMEM. */
int archive_put(struct archive *archive, const char *path, const char *text);

/*
 * Below, `folder` is a path out of archive_folder(), or "" for the top; links in `path` are
 * followed and never lead out. All return a negative errno for what could not be read when it was
 * recorded; -ENODATA: not recorded; -ELOOP; -ENAMETOOLONG; -ENOMEM.
 */

/* What is in a file, a heap copy with a NUL behind it. *ret_whole: there was no more. Returns the
 * length. */
int archive_read(struct archive *archive, const char *folder, const char *path, char **ret,
                 bool *ret_whole);

/* Writes the path of a folder without links into `ret`. */
int archive_folder(struct archive *archive, const char *folder, const char *path,
                   char ret[PATH_MAX]);

/* The names in a folder, an array to be released with json_decref(). */
int archive_names(struct archive *archive, const char *folder, const char *path, json_t **ret);

/* Where a link points to; owned by the archive. -EINVAL: it is none. */
int archive_link(struct archive *archive, const char *folder, const char *path, const char **ret);

/* 0: there is such a file or folder. */
int archive_exists(struct archive *archive, const char *path);
