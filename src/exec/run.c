/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "exec/keep.h"
#include "exec/turn.h"
#include "exec/void.h"
#include "exec/wait.h"

/*
 * How long one stage may take. Letting go of a device takes a driver milliseconds, a big GPU's a
 * few seconds; what is not done after this waits for somebody who holds the device.
 */
#define STAGE_SECONDS 60

const char *step_result_name(enum step_result result)
{
	static const char *const names[] = {
	        [STEP_PENDING] = "pending",         [STEP_DONE] = "done",
	        [STEP_FAILED] = "failed",           [STEP_UNDONE] = "undone",
	        [STEP_UNDO_FAILED] = "undo-failed", [STEP_VOID] = "void",
	};

	return names[result];
}

const char *outcome_name(enum dda_outcome outcome)
{
	switch (outcome) {
	case DDA_DONE:
		return "done";
	case DDA_REFUSED:
		return "refused";
	case DDA_ROLLED_BACK:
		return "rolled-back";
	case DDA_LEFT_OPEN:
		return "left-open";
	}
	return "unknown";
}

enum dda_outcome dda_run_outcome(const struct dda_run *run)
{
	return run->outcome;
}

void dda_run_free(struct dda_run *run)
{
	if (!run)
		return;
	for (size_t i = 0; i < run->count; i++) {
		dda_error_free(run->records[i].error);
		dda_error_free(run->records[i].undo_error);
	}
	dda_error_free(run->error);
	free(run->records);
	free(run);
}

char *dda_plan_explain(struct dda_host *host, const struct dda_plan *plan, size_t step)
{
	return step < plan->count ? host->operations->explain(host, &plan->items[step].step) : NULL;
}

static void report(const struct runner *runner, size_t index)
{
	const struct step_record *record = &runner->run->records[index];

	if (runner->progress)
		runner->progress(runner->data, index, step_result_name(record->result),
		                 (double)record->nanoseconds / (double)CLOCK_SECOND);
}

static void fail(struct runner *runner, size_t index, int error)
{
	runner->run->records[index].result = STEP_FAILED;
	runner->stuck |= error == -ETIMEDOUT;
	report(runner, index);
}

/* Is the function still the device that the plan was made for? */
static int identify(const struct runner *runner, const struct step *step,
                    struct dda_error **ret_error)
{
	const struct identity *identity = step_needs_device(step)
	                                          ? plan_identity(runner->plan, step->function)
	                                          : NULL;

	return identity ? runner->host->operations->identify(runner->host, identity, ret_error) : 0;
}

/* Is everything the stage needs still true? Nothing is changed before all of it is. */
static int test_stage(struct runner *runner, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		struct step_record *record = &runner->run->records[i];
		const struct step *step = &runner->plan->items[i].step;
		int r = identify(runner, step, &record->error);

		if (r >= 0)
			r = runner->host->operations->test(runner->host, step, &record->error);
		if (r < 0) {
			fail(runner, i, r);
			return r;
		}
	}
	return 0;
}

static int refuse_journal(int r, struct dda_error **ret_error)
{
	return r < 0 ? error_setf(ret_error, r, DDA_ERROR_FAILED, "journal",
	                          "see to its disk, then ask again", "can't be written to (%s)",
	                          error_number_text(-r))
	             : 0;
}

static int apply_step(struct runner *runner, size_t index)
{
	struct step_record *record = &runner->run->records[index];
	const struct step *step = &runner->plan->items[index].step;
	int r = identify(runner, step, &record->error);

	if (r < 0)
		return r;
	record->began = clock_now();
	record->begun = true;
	return runner->host->operations->apply(runner->host, step, &record->error);
}

/* Begins the steps; *ret_begun is where it stopped. That they are meant to is on disk before. */
static int apply_stage(struct runner *runner, size_t begin, size_t end, size_t *ret_begun)
{
	size_t i = begin;
	int r = refuse_journal(journal_note(runner->journal, "intent", begin, end, NULL),
	                       &runner->run->records[begin].error);

	if (r < 0)
		fail(runner, begin, r);
	for (; r >= 0 && i < end; i += r >= 0) {
		r = apply_step(runner, i);
		if (r < 0)
			fail(runner, i, r);
	}
	*ret_begun = i;
	return r;
}

/* Waits for what was begun, all of it, whatever fails meanwhile. */
static int settle_stage(struct runner *runner, size_t begin, size_t begun)
{
	uint64_t deadline = clock_now() + STAGE_SECONDS * CLOCK_SECOND;
	int result = 0;

	for (size_t i = begin; i < begun; i++) {
		struct step_record *record = &runner->run->records[i];
		int r = runner->host->operations->settle(runner->host, &runner->plan->items[i].step,
		                                         deadline, &record->error);

		record->nanoseconds = clock_now() - record->began;
		if (r < 0) {
			fail(runner, i, r);
			result = r;
		} else {
			record->result = STEP_DONE;
			report(runner, i);
		}
	}
	return result;
}

/* What came of the stage goes to disk; the results that are the same in a row at once. */
static int note_stage(const struct runner *runner, size_t begin, size_t end)
{
	const struct step_record *records = runner->run->records;
	int r = 0;

	for (size_t i = begin, next; r >= 0 && i < end; i = next) {
		bool done = records[i].result == STEP_DONE;

		for (next = i + 1; next < end && done && records[next].result == STEP_DONE;)
			next++;
		if (done || records[i].result == STEP_FAILED)
			r = journal_note(runner->journal, done ? "done" : "failed", i, next,
			                 records[i].error);
	}
	return r;
}

static int run_stage(struct runner *runner, size_t begin, size_t end)
{
	size_t begun;
	int r = test_stage(runner, begin, end), settled, noted;

	if (r < 0)
		return r;
	r = apply_stage(runner, begin, end, &begun);
	settled = settle_stage(runner, begin, begun);
	noted = note_stage(runner, begin, end);
	if (r >= 0 && settled >= 0 && noted < 0) {
		refuse_journal(noted, &runner->run->records[begin].error);
		fail(runner, begin, noted);
		return noted;
	}
	return r < 0 ? r : settled;
}

static size_t end_of_stage(const struct dda_plan *plan, size_t begin)
{
	size_t end = begin;

	while (end < plan->count && plan->items[end].stage == plan->items[begin].stage)
		end++;
	return end;
}

static int run_all(struct runner *runner)
{
	size_t end;
	int r = 0;

	for (size_t begin = 0; r >= 0 && begin < runner->plan->count; begin = end) {
		end = end_of_stage(runner->plan, begin);
		r = run_stage(runner, begin, end);
	}
	return r;
}

/* What of it is to stay over a restart, where the host does not remember that itself: the last act,
 * without which the last step is not done. */
static int keep(struct runner *runner)
{
	const struct dda_plan *plan = runner->plan;
	int r = 0;

	if (runner->journal && !plan->lasting && plan->count > 0)
		r = keep_commit(&runner->journal->folder, plan,
		                &runner->run->records[plan->count - 1].error);
	if (r < 0)
		fail(runner, plan->count - 1, r);
	return r;
}

int run_step(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	int r = host->operations->apply(host, step, ret_error);

	return r < 0 ? r
	             : host->operations->settle(
	                       host, step, clock_now() + STAGE_SECONDS * CLOCK_SECOND, ret_error);
}

static void note_undone(const struct runner *runner, size_t index, const char *event)
{
	/* What is not on record is taken back once more, which does no harm. */
	journal_note(runner->journal, event, index, index + 1,
	             runner->run->records[index].undo_error);
}

/*
 * Takes one step back. No `test` before it: a step that failed half-way is not in the state its
 * inverse expects, and every apply is idempotent; the read-back decides.
 */
static void undo_step(struct runner *runner, size_t index)
{
	struct step_record *record = &runner->run->records[index];
	struct step inverse = step_inverse(&runner->plan->items[index].step);
	bool failed = record->result == STEP_FAILED;
	int r;

	if (step_is_void(runner, &inverse, &record->undo_error)) {
		record->result = STEP_VOID;
		note_undone(runner, index, "void");
		report(runner, index);
		return;
	}
	journal_note(runner->journal, "undo", index, index + 1, NULL);
	r = check_not_in_use(runner, &inverse, &record->undo_error);
	if (r >= 0)
		r = run_step(runner->host, &inverse, &record->undo_error);
	note_undone(runner, index, r < 0 ? "undo-failed" : "undone");
	/* A step that failed stays failed; that its half was taken back goes without saying. */
	if (r >= 0 && failed)
		return;
	record->result = r < 0 ? STEP_UNDO_FAILED : STEP_UNDONE;
	report(runner, index);
}

static bool is_stuck(const struct step_record *record)
{
	return record->result == STEP_FAILED && record->error &&
	       dda_error_kind(record->error) == DDA_ERROR_LEFT;
}

void run_undo(struct runner *runner, const struct dda_inventory *now)
{
	struct dda_run *run = runner->run;

	runner->inventory = now;
	runner->host->undoing = true;
	run->outcome = runner->stuck ? DDA_LEFT_OPEN : DDA_ROLLED_BACK;
	for (size_t i = run->count; i-- > 0;) {
		if (!run->records[i].begun || is_stuck(&run->records[i]))
			continue;
		undo_step(runner, i);
		if (run->records[i].result == STEP_UNDO_FAILED)
			run->outcome = DDA_LEFT_OPEN;
	}
	runner->host->undoing = false;
	runner->inventory = NULL;
}

struct dda_run *run_new(size_t count)
{
	struct dda_run *run = calloc(1, sizeof(*run));

	if (!run)
		return NULL;
	run->count = count;
	run->records = calloc(count ? count : 1, sizeof(*run->records));
	if (run->records)
		return run;
	free(run);
	return NULL;
}

static bool has_begun(const struct dda_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		if (run->records[i].begun)
			return true;
	return false;
}

/* What went in the meantime is not taken back, nor taken away from who runs with it. */
static void look_and_undo(struct runner *runner)
{
	_cleanup_inventory_ struct dda_inventory *now = NULL;

	dda_host_observe(runner->host, DDA_WANT_VMS, &now, NULL);
	run_undo(runner, now);
}

void run_plan(struct runner *runner)
{
	uint64_t begin = clock_now();

	if (run_all(runner) < 0) {
		runner->run->outcome = DDA_REFUSED;
		if (has_begun(runner->run))
			look_and_undo(runner);
	}
	runner->run->nanoseconds = clock_now() - begin;
}

/* All is done, and confirmed if that was asked for. */
static void finish(struct runner *runner)
{
	if (keep(runner) < 0)
		look_and_undo(runner);
}

/* What is left open is there for "dda recover". */
static void end_journal(struct journal *journal, enum dda_outcome outcome)
{
	if (outcome != DDA_LEFT_OPEN) {
		journal_close(journal, outcome == DDA_DONE ? "done" : "undone");
		return;
	}
	journal_note_left(journal);
	journal_leave(journal);
}

int dda_plan_run(struct dda_turn *turn, const struct dda_plan *plan, dda_progress progress,
                 void *data, struct dda_run **ret, struct dda_error **ret_error)
{
	struct journal journal = JOURNAL_NONE;
	struct runner runner = {.host = turn->host,
	                        .plan = plan,
	                        .run = run_new(plan->count),
	                        .journal = &journal,
	                        .progress = progress,
	                        .data = data};
	int r;

	if (!runner.run)
		return error_no_memory(ret_error);
	r = wait_check(plan, &turn->confirmation, ret_error);
	if (r >= 0)
		r = turn_begin(turn, plan, &journal, ret_error);
	if (r < 0) {
		dda_run_free(runner.run);
		return r;
	}
	turn->host->journal = journal.fd;
	run_plan(&runner);
	if (turn->confirmation.seconds && runner.run->outcome == DDA_DONE)
		wait_confirmed(&runner, &turn->confirmation);
	if (runner.run->outcome == DDA_DONE)
		finish(&runner);
	turn->host->journal = 0;
	end_journal(&journal, runner.run->outcome);
	*ret = runner.run;
	return 0;
}
