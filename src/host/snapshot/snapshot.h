/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stddef.h>

#include "base/error.h"

/*
 * A snapshot: what was read of a host, raw, in one file. It is a JSON document, mostly packed with
 * gzip, that begins with
 *   {"schema": "dda.snapshot/1", "platform": "linux" or "hyperv", ...
 * What else is in it is for the platform to say: host/linux/archive.h, host/hyperv/snapshot.h. It
 * may come from anybody, so it may be anything: docs/snapshot.md has the limits.
 */
#define SNAPSHOT_SCHEMA "dda.snapshot/1"

#define SNAPSHOT_SIZE_MAX (64u << 20) /* bytes of JSON: a host of 2,000 functions has 22 MB */
#define SNAPSHOT_VALUES_MAX 2000000u  /* each takes up to a hundred bytes of memory */
#define SNAPSHOT_DEPTH_MAX 32u        /* values of WMI are the deepest */

/*
 * Reads JSON text. Returns 0 with a document that the caller releases (json_decref()); -EINVAL when
 * it is no JSON, or no snapshot by its schema; -E2BIG beyond one of the limits. *ret_why: in words,
 * a constant or in `buffer` of `size` bytes.
 */
int snapshot_parse(const char *text, size_t length, json_t **ret, char *buffer, size_t size,
                   const char **ret_why);

/*
 * Reads a file, packed or not. Returns 0 with a document that the caller releases; with an error
 * set: a negative errno when it can't be read, -EINVAL and -E2BIG as snapshot_parse(), -ENOMEM.
 */
int snapshot_load(const char *path, json_t **ret, struct dda_error **ret_error);

/* Packs a document, as a file is to have it. Returns 0 with heap bytes, or -ENOMEM. */
int snapshot_pack(const json_t *document, void **ret, size_t *ret_size);

static inline void cleanup_json(json_t **json)
{
	json_decref(*json);
}
#define _cleanup_json_ _cleanup_(cleanup_json)
