/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/recover.h>

#include "exec/journal.h"

/* A transaction that has ended. */
struct closed {
	char name[JOURNAL_NAME_MAX];     /* of its journal */
	struct transaction *transaction; /* NULL: it can't be read, */
	int error;                       /* because of this, a negative errno */
};

struct dda_history {
	struct {
		struct closed *items;
		size_t count;
	} transactions;
};

/* How it ended: "done", "confirmed", "rolled-back"; what a recovery made of it: "finished",
 * "undone"; NULL: its journal does not tell. */
const char *closed_outcome(const struct closed *closed);

DEFINE_CLEANUP(struct dda_history, cleanup_history, dda_history_free)
#define _cleanup_history_ _cleanup_(cleanup_history)
