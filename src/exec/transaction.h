/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "base/error.h"
#include "plan/plan.h"

/* What the journal says of one step. */
struct step_mark {
	bool intended; /* it may have been begun */
	bool done;     /* it was done, and read back */
	bool undone;   /* it was taken back, or there was nothing left to take back */
	bool failed;   /* it failed */
};

/*
 * One transaction as its journal tells it: what was to be done, and how far it came. Pure; the
 * files are journal.h's.
 */
struct transaction {
	struct dda_plan *plan;   /* with steps and identities alone */
	struct step_mark *marks; /* one for each of its steps */
	const char *command;     /* what was typed, or NULL */
	const char *time;        /* when it began: "2026-11-22T19:29:36Z" */
	int pid;                 /* of the process that works on it, or did last */
	const char *outcome;     /* it is closed: "done", "undone"; NULL: it is open */
	const char *ended;       /* when that was, as `time`; NULL: not on record */
	const char *why;         /* what the first step that failed said, or NULL */
	bool recovered;          /* another process took it over */
	bool confirmed;          /* it waited to be confirmed, and was */
	bool complete;           /* all of its plan is there */
	bool begun;              /* something may have been changed */
	bool undoing;            /* what was done is being taken back */
	bool left;               /* that was tried, and could not be ended */
	bool damaged;            /* some of its lines are not what was written */
	unsigned confirm;  /* all of it is taken back unless it is confirmed within so many seconds;
	                      0: it need not be confirmed, or not any more */
	uint64_t deadline; /* clock_now() time of that, once all else is done; else 0 */
};

/*
 * Reads a journal. A last line that was not written to its end is passed over; a damaged one too,
 * but what it said is then taken for the worst: the next steps may have been begun. Returns 0, or
 * -ENOMEM.
 */
int transaction_read(const char *bytes, size_t size, struct transaction **ret);

void transaction_free(struct transaction *transaction);
DEFINE_CLEANUP(struct transaction, cleanup_transaction, transaction_free)
#define _cleanup_transaction_ _cleanup_(cleanup_transaction)

/* The lines with which the journal of `plan` begins: a heap string, NULL without memory. Of `head`
 * command, time, pid and confirm go into it. */
char *transaction_text(const struct dda_plan *plan, const struct transaction *head);

/* True when both need the same function, IOMMU group or VM. A journal that does not tell what it is
 * about is in everybody's way. */
bool transaction_overlaps(const struct transaction *transaction, const struct dda_plan *plan);

/* True when nothing lacks but to start VMs: then it is not taken back. Never while it is to be
 * confirmed. */
bool transaction_is_as_good_as_done(const struct transaction *transaction);

/* True when all is done, and it waits to be confirmed (if its process is alive). */
bool transaction_is_waiting(const struct transaction *transaction);

/* How many more seconds it waits, by a clock_now() of the same run of the system. */
unsigned transaction_seconds_left(const struct transaction *transaction, uint64_t now);

/* "dda assign 01:00 --vm vm1", or the verb alone; never NULL. */
const char *transaction_name(const struct transaction *transaction);
