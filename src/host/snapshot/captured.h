/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/capture.h>
#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"

/* What a platform makes of a host when it is captured. */
struct dda_snapshot {
	void *bytes;
	size_t size;
	size_t functions;
	struct {
		struct dda_snapshot_note *items;
		size_t count;
	} notes;
};

/* Adds a note, unless `count` is 0. Returns 0 or -ENOMEM. */
int captured_note(struct dda_snapshot *snapshot, struct dda_snapshot_note note);

/* What it is a snapshot of: the machine itself (or a copy of its files), read as root or not. */
struct captured_origin {
	bool live, root, redacted;
};

/* Puts that, and the version of dda, into `document`. Returns 0 or -ENOMEM. */
int captured_describe(json_t *document, struct captured_origin origin);

/* Packs `document` as its bytes. Returns 0, or -ENOMEM with an error set. */
int captured_pack(struct dda_snapshot *snapshot, const json_t *document,
                  struct dda_error **ret_error);

DEFINE_CLEANUP(struct dda_snapshot, cleanup_snapshot, dda_snapshot_free)
#define _cleanup_snapshot_ _cleanup_(cleanup_snapshot)
