/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/run.h>

#include "exec/journal.h"
#include "host/host.h"
#include "plan/plan.h"

enum step_result {
	STEP_PENDING, /* not begun */
	STEP_DONE,    /* done and read back */
	STEP_FAILED,
	STEP_UNDONE,      /* was done, and was taken back */
	STEP_UNDO_FAILED, /* was done, and could not be taken back */
	STEP_VOID, /* there is nothing left to take back: the device, VM or binding is not there */
};

/* "pending", "done", "failed", "undone", "undo-failed", "void" */
const char *step_result_name(enum step_result result);

struct step_record {
	enum step_result result;
	bool begun; /* undone when a step fails, even if it failed itself: it may have got half-way
	             */
	uint64_t began;       /* clock_now() time */
	uint64_t nanoseconds; /* from there to the read-back */
	struct dda_error *error, *undo_error;
};

/* "done", "refused", "rolled-back", "left-open" */
const char *outcome_name(enum dda_outcome outcome);

/* What happened: one record per step of the plan. */
struct dda_run {
	enum dda_outcome outcome;
	struct dda_error *error; /* why all was put back though no step failed, or NULL */
	struct step_record *records;
	size_t count;
	uint64_t nanoseconds; /* the whole */
};

/* One run of a plan on its way. */
struct runner {
	struct dda_host *host;
	const struct dda_plan *plan;
	struct dda_run *run;
	const struct journal *journal;         /* NULL: none is kept */
	const struct dda_inventory *inventory; /* what there is while it is taken back */
	dda_progress progress;
	void *data;
	bool stuck; /* a step did not end in time: it can't be undone now */
};

/* A run with as many records as the plan has steps, all pending; NULL without memory. */
struct dda_run *run_new(size_t count);

/* Runs the plan, and takes it back where it fails. */
void run_plan(struct runner *runner);

/*
 * Takes back what was begun, in reverse, whether this process began it or one that is dead; each
 * step by its inverse, read back. `now`: the host as it is by then; NULL when that could not be
 * looked at: then nothing counts as gone. run->outcome is DDA_ROLLED_BACK or DDA_LEFT_OPEN.
 */
void run_undo(struct runner *runner, const struct dda_inventory *now);

/* Does one step, outside of a run or on its way back, and waits for it. Returns 0, or a negative
 * errno with an error set. */
int run_step(struct dda_host *host, const struct step *step, struct dda_error **ret_error);

DEFINE_CLEANUP(struct dda_run, cleanup_run, dda_run_free)
#define _cleanup_run_ _cleanup_(cleanup_run)
