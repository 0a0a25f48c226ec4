/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_RUN_H
#define DDA_RUN_H

#include <stdbool.h>

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
	DDA_REFUSED = 1,     /**< something was not any more as planned; nothing was changed */
	DDA_ROLLED_BACK = 3, /**< a step failed, all others are undone */
	DDA_LEFT_OPEN = 4,   /**< a step failed, and not all others could be undone */
};

/**
 * Called when step number @step has ended one way or the other, also while undoing: @result is
 * "done", "failed", "undone", "undo-failed" or "void" (there was nothing left to take back),
 * @seconds what it took from its beginning to its read-back.
 */
typedef void (*dda_progress)(void *data, size_t step, const char *result, double seconds);

/** The right to begin a transaction; one process on a host has it at a time. */
struct dda_turn;

/**
 * Takes the turn on @host, waiting for others for a minute at most. What is observed and planned
 * while one has it can't have been changed by another transaction when dda_plan_run() begins.
 * @command is what to call this transaction for others ("dda assign 01:00 --vm vm1"), or NULL. Its
 * journal is kept in /var/lib/dda, on Windows in %ProgramData%\dda, or in the folder that the
 * environment variable DDA_STATE_DIR names.
 *
 * Returns: 0 with *@ret owned by the caller (dda_turn_free()). With *@ret_error set: -EROFS on a
 * copy of a host, -EBUSY after a minute, another negative errno when no journal can be kept,
 * -ENOMEM.
 */
int dda_turn_take(struct dda_host *host, const char *command, struct dda_turn **ret,
                  struct dda_error **ret_error);

/** Returns: true when a transaction was interrupted and nobody has tried to end it yet:
 * dda_recover() does. */
bool dda_turn_has_interrupted(const struct dda_turn *turn);

/**
 * Checks whether an open transaction is in the way of @plan, refused or not: a refusal may be due
 * to what is just being done.
 *
 * Returns: 0; with *@ret_error set: -EBUSY when another process works on one of its cards or VMs,
 * -ENOTRECOVERABLE when one that was interrupted could not be ended.
 */
int dda_turn_check(const struct dda_turn *turn, const struct dda_plan *plan,
                   struct dda_error **ret_error);

/** What a person says to a transaction that waits to be confirmed. */
enum dda_answer {
	DDA_ANSWER_NONE,     /**< nothing yet */
	DDA_ANSWER_KEEP,     /**< it is confirmed */
	DDA_ANSWER_PUT_BACK, /**< don't wait any longer */
};

/** Called about ten times a second while a transaction waits to be confirmed; must not block. */
typedef enum dda_answer (*dda_ask)(void *data);

/**
 * What is run in @turn stays only if somebody confirms it within @seconds of its last step: @ask
 * says so (it may be NULL), or dda_confirm() in another process. Else all is put back, also by
 * dda_recover() when this process dies meanwhile. Not for plans that start VMs: dda_plan_run()
 * refuses them. @seconds 0: it need not be confirmed.
 */
void dda_turn_require_confirmation(struct dda_turn *turn, unsigned seconds, dda_ask ask,
                                   void *data);

/** Gives the turn back, where that is not done, and frees it. NULL is allowed. */
void dda_turn_free(struct dda_turn *turn);

/**
 * Runs @plan, which was made while @turn was held, on its host, and gives the turn back as soon as
 * the transaction has begun: stage by stage, each step on the journal, its device identified,
 * tested, applied and read back; a failure takes the finished steps back in reverse, and so does a
 * confirmation that is required and does not come (DDA_ROLLED_BACK as well). Blocks until the end;
 * not to be called for a refused plan. @progress may be NULL.
 *
 * Returns: 0 with *@ret owned by the caller (dda_run_free()), whatever the outcome; with
 * *@ret_error set and nothing changed: -EBUSY when another transaction is about one of these cards
 * or VMs, -EUNCLEAN when one that was interrupted is (dda_recover()); -EINVAL for a
 * plan that starts VMs in a turn that requires a confirmation; another negative errno when
 * the journal can't be written, -ENOMEM.
 */
int dda_plan_run(struct dda_turn *turn, const struct dda_plan *plan, dda_progress progress,
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
