/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_RUN_H
#define DDA_RUN_H

#include <dda/error.h>
#include <dda/inventory.h>
#include <dda/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The record of a plan that was run: one result per step. */
struct dda_run;

/** How a run ended. The numbers are the exit statuses of the command line. */
enum dda_outcome {
	DDA_DONE = 0,        /**< every step done and read back */
	DDA_ROLLED_BACK = 3, /**< a step failed, all others are undone */
	DDA_LEFT_OPEN = 4,   /**< a step failed, and not all others could be undone */
};

/**
 * Called when step number @step has ended one way or the other, also while undoing: @result is
 * "done", "failed", "undone" or "undo-failed", @seconds what it took from its beginning to its
 * read-back.
 */
typedef void (*dda_progress)(void *data, size_t step, const char *result, double seconds);

/**
 * Runs @plan on @host: stage by stage, each step tested, applied and read back; a failure takes the
 * finished steps back in reverse. Blocks until the end; not to be called for a refused plan.
 * @progress may be NULL.
 *
 * Returns: 0 with *@ret owned by the caller (dda_run_free()), whatever the outcome; with
 * *@ret_error set and nothing changed: -EBUSY when another transaction is going on, -EROFS on a
 * copy of a host, another negative errno when the lock can't be had, -ENOMEM.
 */
int dda_plan_run(struct dda_host *host, const struct dda_plan *plan, dda_progress progress,
                 void *data, struct dda_run **ret, struct dda_error **ret_error);

/**
 * What a person would type instead of step number @step of @plan, one command a line; for people
 * who want to see or to do it themselves.
 *
 * Returns: a text the caller frees with free(), NULL without memory or past the end.
 */
char *dda_plan_explain(struct dda_host *host, const struct dda_plan *plan, size_t step);

/** Returns: how @run ended. */
enum dda_outcome dda_run_outcome(const struct dda_run *run);

/** Frees @run. NULL is allowed. */
void dda_run_free(struct dda_run *run);

#ifdef __cplusplus
}
#endif
#endif
