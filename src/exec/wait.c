/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/wait.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/translate.h"
#include "exec/way.h"

#define POLL_MICROSECONDS 100000

/* libvirtd may just be restarting. */
#define PATIENCE_SECONDS 60

int wait_check(const struct dda_plan *plan, const struct confirmation *confirmation,
               struct dda_error **ret_error)
{
	for (size_t i = 0; confirmation->seconds && i < plan->count; i++)
		if (plan->items[i].step.kind == STEP_START)
			return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE,
			                 plan->items[i].step.vm,
			                 "it can't be started by something that is to be "
			                 "confirmed: put back, it would be switched off as it runs",
			                 "start it when that is confirmed");
	return 0;
}

/* By a clock that nobody sets. */
static enum dda_answer await(const struct runner *runner, const struct confirmation *confirmation,
                             uint64_t deadline)
{
	enum dda_answer answer = DDA_ANSWER_NONE;

	while (answer == DDA_ANSWER_NONE && clock_now() < deadline) {
		if (confirmation->ask)
			answer = confirmation->ask(confirmation->data);
		if (answer == DDA_ANSWER_NONE)
			answer = journal_answer(runner->journal);
		if (answer == DDA_ANSWER_NONE)
			usleep(POLL_MICROSECONDS);
	}
	return answer;
}

/* A VM may have been started, and a device pulled, since. */
static int take_back(struct runner *runner, struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *now = NULL;
	int r = dda_host_observe(runner->host, WAY_WANT, &now, ret_error);

	if (r >= 0)
		r = way_check(now, runner->plan, NULL, ret_error);
	if (r < 0)
		return r;
	run_undo(runner, now);
	return 0;
}

static void report(const struct runner *runner, const char *why, const struct dda_error *obstacle)
{
	const char *verb = dda_verb_name(runner->plan->verb);
	struct dda_run *run = runner->run;

	if (run->outcome == DDA_ROLLED_BACK)
		error_setf(&run->error, -ECANCELED, DDA_ERROR_FAILED, verb,
		           "to keep it, press Enter in time, or type \"dda confirm\" elsewhere",
		           "%s; all was put back", why);
	else if (obstacle)
		error_setf(&run->error, -ECANCELED, DDA_ERROR_LEFT, dda_error_subject(obstacle),
		           dda_error_remedy(obstacle), "%s; %s", why, dda_error_evidence(obstacle));
	else
		error_setf(&run->error, -ECANCELED, DDA_ERROR_LEFT, verb,
		           "\"dda status\" tells what is left, \"dda recover\" tries again",
		           "%s; not all of it could be put back", why);
}

static void put_back(struct runner *runner, const char *why)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	_cleanup_error_ struct dda_error *obstacle = NULL;

	runner->run->outcome = DDA_LEFT_OPEN;
	while (take_back(runner, &obstacle) == -EAGAIN && clock_now() < deadline) {
		obstacle = dda_error_free(obstacle);
		usleep(POLL_MICROSECONDS);
	}
	report(runner, why, obstacle);
}

void wait_confirmed(struct runner *runner, const struct confirmation *confirmation)
{
	uint64_t begin = clock_now(), deadline = begin + confirmation->seconds * CLOCK_SECOND;
	enum dda_answer answer = DDA_ANSWER_PUT_BACK;
	const char *unwritten = _("its journal can't be written, so it can't be confirmed");
	char why[128];

	snprintf(why, sizeof(why), "%s", unwritten);
	journal_drop_answers(runner->journal);
	if (journal_note_wait(runner->journal, confirmation->seconds, deadline) >= 0) {
		answer = await(runner, confirmation, deadline);
		snprintf(why, sizeof(why), "%s",
		         journal_answer(runner->journal) == DDA_ANSWER_PUT_BACK
		                 ? _("it was given up before it was confirmed")
		                 : _("it was interrupted before it was confirmed"));
	}
	if (answer == DDA_ANSWER_KEEP && journal_note_confirmed(runner->journal) < 0) {
		answer = DDA_ANSWER_PUT_BACK;
		snprintf(why, sizeof(why), "%s", unwritten);
	}
	if (answer == DDA_ANSWER_NONE)
		snprintf(why, sizeof(why), _("nobody confirmed it within %u s"),
		         confirmation->seconds);
	if (answer != DDA_ANSWER_KEEP)
		put_back(runner, why);
	runner->run->nanoseconds += clock_now() - begin;
}
