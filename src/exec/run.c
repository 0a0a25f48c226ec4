/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "exec/lock.h"

/*
 * How long one stage may take. Letting go of a device takes a driver milliseconds, a big GPU's a
 * few seconds; what is not done after this waits for somebody who holds the device.
 */
#define STAGE_SECONDS 60

/* One run on its way. */
struct runner {
	struct dda_host *host;
	const struct dda_plan *plan;
	struct dda_run *run;
	dda_progress progress;
	void *data;
	bool stuck; /* a step did not end in time: it can't be undone now */
};

const char *step_result_name(enum step_result result)
{
	static const char *const names[] = {
	        [STEP_PENDING] = "pending",         [STEP_DONE] = "done",
	        [STEP_FAILED] = "failed",           [STEP_UNDONE] = "undone",
	        [STEP_UNDO_FAILED] = "undo-failed",
	};

	return names[result];
}

const char *outcome_name(enum dda_outcome outcome)
{
	switch (outcome) {
	case DDA_DONE:
		return "done";
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

/* Is everything the stage needs still true? Nothing is changed before all of it is. */
static int test_stage(struct runner *runner, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		struct step_record *record = &runner->run->records[i];
		int r = runner->host->operations->test(runner->host, &runner->plan->items[i].step,
		                                       &record->error);

		if (r < 0) {
			fail(runner, i, r);
			return r;
		}
	}
	return 0;
}

/* Begins the steps; *ret_begun is where it stopped. */
static int apply_stage(struct runner *runner, size_t begin, size_t end, size_t *ret_begun)
{
	size_t i = begin;
	int r = 0;

	/* The place of the journal: the intent of each step is to be on disk before its apply. */
	for (; r >= 0 && i < end; i += r >= 0) {
		struct step_record *record = &runner->run->records[i];

		record->began = clock_now();
		record->begun = true;
		r = runner->host->operations->apply(runner->host, &runner->plan->items[i].step,
		                                    &record->error);
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

static int run_stage(struct runner *runner, size_t begin, size_t end)
{
	size_t begun;
	int r = test_stage(runner, begin, end), settled;

	if (r < 0)
		return r;
	r = apply_stage(runner, begin, end, &begun);
	settled = settle_stage(runner, begin, begun);
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

/*
 * Takes one step back. No `test` before it: a step that failed half-way is not in the state its
 * inverse expects, and every apply is idempotent; the read-back decides.
 */
static void undo_step(struct runner *runner, size_t index)
{
	const struct host_operations *operations = runner->host->operations;
	struct step_record *record = &runner->run->records[index];
	struct step inverse = step_inverse(&runner->plan->items[index].step);
	int r = operations->apply(runner->host, &inverse, &record->undo_error);

	if (r >= 0)
		r = operations->settle(runner->host, &inverse,
		                       clock_now() + STAGE_SECONDS * CLOCK_SECOND,
		                       &record->undo_error);
	/* A step that failed stays failed; that its half was taken back goes without saying. */
	if (r >= 0 && record->result == STEP_FAILED)
		return;
	record->result = r < 0 ? STEP_UNDO_FAILED : STEP_UNDONE;
	report(runner, index);
}

static bool is_stuck(const struct step_record *record)
{
	return record->result == STEP_FAILED && record->error &&
	       dda_error_kind(record->error) == DDA_ERROR_LEFT;
}

static void undo_all(struct runner *runner)
{
	struct dda_run *run = runner->run;

	run->outcome = runner->stuck ? DDA_LEFT_OPEN : DDA_ROLLED_BACK;
	for (size_t i = run->count; i-- > 0;) {
		if (!run->records[i].begun || is_stuck(&run->records[i]))
			continue;
		undo_step(runner, i);
		if (run->records[i].result == STEP_UNDO_FAILED)
			run->outcome = DDA_LEFT_OPEN;
	}
}

static struct dda_run *run_new(size_t count)
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

int run_unlocked(struct dda_host *host, const struct dda_plan *plan, dda_progress progress,
                 void *data, struct dda_run **ret, struct dda_error **ret_error)
{
	struct runner runner = {.host = host, .plan = plan, .progress = progress, .data = data};
	uint64_t begin = clock_now();

	runner.run = run_new(plan->count);
	if (!runner.run)
		return error_no_memory(ret_error);
	if (run_all(&runner) < 0)
		undo_all(&runner);
	runner.run->nanoseconds = clock_now() - begin;
	*ret = runner.run;
	return 0;
}

int dda_plan_run(struct dda_host *host, const struct dda_plan *plan, dda_progress progress,
                 void *data, struct dda_run **ret, struct dda_error **ret_error)
{
	_cleanup_(lock_release) struct lock lock = LOCK_NONE;
	int r;

	if (!host->operations->can_change(host))
		return error_set(ret_error, -EROFS, DDA_ERROR_REFUSED, "dda",
		                 "this is a copy of a host's files: nothing can be changed in it",
		                 "run it on the host itself");
	r = lock_take(&lock, ret_error);
	return r < 0 ? r : run_unlocked(host, plan, progress, data, ret, ret_error);
}
