/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/recover.h>

#include "exec/run.h"
#include "exec/transaction.h"

enum recovered_state {
	RECOVERED_GOING_ON,    /* its process is alive */
	RECOVERED_WAITING,     /* it is, and waits to be confirmed */
	RECOVERED_CONFIRMED,   /* it waited, and is confirmed now */
	RECOVERED_INTERRUPTED, /* its process is dead */
	RECOVERED_LEFT,        /* it could not be ended */
	RECOVERED_FINISHED,    /* all of it is done */
	RECOVERED_UNDONE,      /* all of it is taken back, or nothing was begun */
};

/* "going-on", "waiting", "confirmed", "interrupted", "left-open", "finished", "undone" */
const char *recovered_state_name(enum recovered_state state);

/* One transaction that was open. */
struct recovered {
	char name[JOURNAL_NAME_MAX]; /* of its journal */
	enum recovered_state state;
	unsigned seconds_left; /* RECOVERED_WAITING */
	struct transaction *transaction;
	struct dda_run *run;     /* its way back, or NULL */
	struct dda_error *error; /* why it was left, or NULL */
};

struct dda_recovery {
	struct {
		struct recovered *items;
		size_t count;
	} transactions;
};

DEFINE_CLEANUP(struct dda_recovery, cleanup_recovery, dda_recovery_free)
#define _cleanup_recovery_ _cleanup_(cleanup_recovery)
