/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/run.h>

#include "host/host.h"
#include "plan/plan.h"

enum step_result {
	STEP_PENDING, /* not begun */
	STEP_DONE,    /* done and read back */
	STEP_FAILED,
	STEP_UNDONE,      /* was done, and was taken back */
	STEP_UNDO_FAILED, /* was done, and could not be taken back */
};

/* "pending", "done", "failed", "undone", "undo-failed" */
const char *step_result_name(enum step_result result);

struct step_record {
	enum step_result result;
	bool begun; /* undone when a step fails, even if it failed itself: it may have got half-way
	             */
	uint64_t began;       /* clock_now() time */
	uint64_t nanoseconds; /* from there to the read-back */
	struct dda_error *error, *undo_error;
};

/* "done", "rolled-back", "left-open" */
const char *outcome_name(enum dda_outcome outcome);

/* What happened: one record per step of the plan. */
struct dda_run {
	enum dda_outcome outcome;
	struct step_record *records;
	size_t count;
	uint64_t nanoseconds; /* the whole */
};

/* dda_plan_run() without its lock, for those who hold it. */
int run_unlocked(struct dda_host *host, const struct dda_plan *plan, dda_progress progress,
                 void *data, struct dda_run **ret, struct dda_error **ret_error);

DEFINE_CLEANUP(struct dda_run, cleanup_run, dda_run_free)
#define _cleanup_run_ _cleanup_(cleanup_run)
