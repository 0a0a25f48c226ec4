/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"

#include <errno.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/translate.h"
#include "cli/confirm.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "cli/rom.h"
#include "cli/process.h"
#include "cli/terminal.h"
#include "cli/verify.h"

#define WANT_ALL                                                                                   \
	(DDA_WANT_DETAILS | DDA_WANT_DESCRIPTION | DDA_WANT_VMS | DDA_WANT_NAMES | DDA_WANT_IOMMU)

/* One command that changes something, on its way. */
struct change {
	const struct invocation *invocation;
	enum dda_verb verb;
	struct dda_host *host;
	struct dda_inventory *before, *after;
	struct dda_plan *plan;
	struct dda_run *run;
	struct dda_turn *turn;          /* NULL: not taken, */
	struct dda_error *turn_refused; /* because of this, or as nothing is to be changed */
	struct dda_recovery *recovered;
	struct rom_file rom;
	struct confirm confirm;
	struct words proving; /* VMs whose guests are looked at */
	bool proved;          /* `after` is what the guests had in the end */
	json_t **answer;      /* NULL: it is told */
};

static void cleanup_change(struct change *change)
{
	dda_turn_free(change->turn);
	dda_error_free(change->turn_refused);
	dda_recovery_free(change->recovered);
	dda_run_free(change->run);
	dda_plan_free(change->plan);
	dda_inventory_free(change->after);
	dda_inventory_free(change->before);
	dda_host_close(change->host);
	rom_file_deinit(&change->rom);
	free(change->proving.items);
}

/* What was typed, in one line. */
static const char *command_text(const struct invocation *invocation, struct arena *arena)
{
	const char *text = "dda";

	for (char **word = invocation->argv; text && *word; word++)
		text = arena_format(arena, "%s %s", text, *word);
	return text;
}

/*
 * From here on no other transaction begins until ours has. That we can't have the turn is said when
 * it comes to changing something: to whoever may not change this host there is more to say.
 */
static void take_turn(struct change *change)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *command = command_text(change->invocation, &arena);

	dda_turn_free(change->turn);
	change->turn = NULL;
	if (!only_shown(change->invocation))
		dda_turn_take(change->host, command, &change->turn, &change->turn_refused);
}

/* `again`: also what could not be ended before. */
static int recover(struct change *change, bool again, struct dda_error **ret_error)
{
	dda_turn_free(change->turn);
	change->turn = NULL;
	dda_recovery_free(change->recovered);
	change->recovered = NULL;
	process_hold_signals();
	if (dda_recover(change->host, again, &change->recovered, ret_error) < 0)
		return -EIO;
	take_turn(change);
	return 0;
}

static int make_plan(struct change *change, struct dda_plan **ret, struct dda_error **ret_error)
{
	const struct invocation *invocation = change->invocation;
	bool of_vms = change->verb == DDA_START || change->verb == DDA_SET;
	const struct words none = {0}, *devices = of_vms ? &none : &invocation->words;
	const struct words *vms = of_vms ? &invocation->words : &invocation->vms;
	const struct dda_request request = {
	        .verb = change->verb,
	        .devices = devices->items,
	        .device_count = devices->count,
	        .vms = vms->items,
	        .vm_count = vms->count,
	        .settings = invocation->settings,
	        .spread = has_option(invocation, OPTION_SPREAD),
	        .start = has_option(invocation, OPTION_START),
	        .rom_file = change->rom.path,
	        .rom = change->rom.data,
	        .rom_size = change->rom.size,
	        .pin = has_option(invocation, OPTION_PIN),
	        .hide_hypervisor = has_option(invocation, OPTION_HIDE),
	        .forced = invocation->forced.items,
	        .forced_count = invocation->forced.count,
	        .dry_run = only_shown(invocation),
	};
	int r;

	dda_inventory_free(change->before);
	change->before = NULL;
	r = dda_host_observe(change->host, WANT_ALL | DDA_WANT_PROCESSES, &change->before,
	                     ret_error);
	return r < 0 ? r : dda_plan_make(change->before, &request, ret, ret_error);
}

static int build(const struct change *change, json_t **ret, struct dda_error **ret_error)
{
	const struct view_change view = {
	        .verb = change->verb,
	        .inventory = change->before,
	        .plan = change->plan,
	        .explain = has_option(change->invocation, OPTION_EXPLAIN) ? change->host : NULL,
	        .run = change->run,
	        .after = change->after,
	        .recovered = change->recovered,
	        .proof = change->proved,
	};

	return view_change(&view, ret, ret_error);
}

static int answer(const struct change *change, int status, struct dda_error **ret_error)
{
	_cleanup_document_ json_t *document = NULL;
	int r = build(change, &document, ret_error);

	if (r >= 0 && change->answer)
		*change->answer = json_incref(document);
	else if (r >= 0)
		r = output_answer(change->invocation, document, ret_error);
	return r < 0 ? r : status;
}

static void show_progress(void *data, size_t step, const char *result, double seconds)
{
	const struct change *change = data;

	/* On its way back after a wait nobody may sit there, and no output may hold it up. */
	if (!change->confirm.asked)
		view_write_progress(change->plan, step, result, seconds, stdout);
}

static void tell_progress(void *data, size_t step, const char *result, double seconds)
{
	const struct change *change = data;

	if (!change->confirm.asked || terminal_takes_errors())
		view_write_step(step, result, seconds, stderr);
}

/* NULL: nobody wants to know. */
static dda_progress progress_of(const struct invocation *invocation)
{
	if (has_option(invocation, OPTION_PROGRESS))
		return tell_progress;
	return invocation->options & (OPTION_QUIET | OPTION_JSON) ? NULL : show_progress;
}

/* How long a guest may take to map its devices: firmware, kernel, drivers. */
static unsigned guest_seconds(const struct invocation *invocation)
{
	return has_option(invocation, OPTION_WAIT) ? invocation->wait : 120;
}

/* One line even when nothing else is to be said. `why` is taken over; NULL: the proof says it. */
static void say_unproved(const char *vm, struct dda_error *why)
{
	_cleanup_error_ struct dda_error *error = why;

	if (!error)
		error_setf(&error, -EIO, DDA_ERROR_LEFT, vm, "\"dda verify\" says why",
		           "it was started, but that it has all it was given is not proved");
	view_write_error(error, stderr);
}

/* The VMs that have cards of the plan. */
static int add_vms(const struct dda_plan *plan, struct words *vms)
{
	const char *vm, **item;

	while ((vm = dda_plan_vm(plan, vms->count))) {
		item = ARRAY_ADD(vms);
		if (!item)
			return -ENOMEM;
		*item = vm;
	}
	return 0;
}

static bool prove_vm(struct change *change, const char *vm)
{
	struct dda_error *error = NULL;
	bool verified;

	dda_inventory_free(change->after);
	change->after = NULL;
	if (verify_wait(change->host, WANT_ALL | DDA_WANT_GUESTS, vm,
	                guest_seconds(change->invocation), &verified, &change->after, &error) < 0)
		verified = false;
	if (!verified)
		say_unproved(vm, error);
	return verified;
}

/* Waits for the guests; what they have in the end goes into the answer. */
static int prove(struct change *change, struct dda_error **ret_error)
{
	bool proved = true;

	if (add_vms(change->plan, &change->proving) < 0)
		return error_no_memory(ret_error);
	dda_host_limit_guests(change->host, change->proving.items, change->proving.count);
	for (size_t i = 0; i < change->proving.count; i++)
		proved &= prove_vm(change, change->proving.items[i]);
	if (!change->after && !output_is_silent(change->invocation))
		dda_host_observe(change->host, WANT_ALL, &change->after, NULL);
	change->proved = true;
	return answer(change, proved ? EXIT_DONE : DDA_ERROR_LEFT, ret_error);
}

static int run_plan(struct change *change, struct dda_error **ret_error)
{
	int r;

	if (!change->turn) {
		*ret_error = TAKE(change->turn_refused);
		return -EPERM;
	}
	process_hold_signals();
	if (has_option(change->invocation, OPTION_CONFIRM)) {
		change->confirm.invocation = change->invocation;
		dda_turn_require_confirmation(change->turn, change->invocation->confirm,
		                              confirm_ask, &change->confirm);
	}
	r = dda_plan_run(change->turn, change->plan, progress_of(change->invocation), change,
	                 &change->run, ret_error);
	if (r < 0)
		return r;
	if (dda_run_outcome(change->run) == DDA_DONE &&
	    (change->verb == DDA_START || has_option(change->invocation, OPTION_START)))
		return prove(change, ret_error);
	/* That it can't be read is part of the answer, not a failure of the change. */
	if (!output_is_silent(change->invocation))
		dda_host_observe(change->host, WANT_ALL, &change->after, NULL);
	return answer(change, (int)dda_run_outcome(change->run), ret_error);
}

static bool must_ask(const struct change *change)
{
	const unsigned decided = OPTION_YES | OPTION_JSON;

	return !(change->invocation->options & decided) && output_is_dialogue();
}

/* Shows the plan. EXIT_DONE for yes, EXIT_NO for no, a negative errno when it can't be shown. */
static int ask(const struct change *change, struct dda_error **ret_error)
{
	_cleanup_document_ json_t *document = NULL;
	int r = build(change, &document, ret_error);

	if (r >= 0)
		r = output_plan(document, ret_error);
	if (r < 0)
		return r;
	return output_confirm() ? EXIT_DONE : EXIT_NO;
}

static int refuse_changed(const char *since, struct dda_error **ret_error)
{
	return error_setf(ret_error, -EAGAIN, DDA_ERROR_REFUSED, "dda", "ask again",
	                  "the host has changed since%s: nothing was done", since);
}

/* Whoever asked agreed to a plan: is it still that one? A refusal says more than that it is not. */
static int check_expected(const struct change *change, struct dda_error **ret_error)
{
	const struct invocation *invocation = change->invocation;

	if (!has_option(invocation, OPTION_EXPECT) || dda_plan_refused(change->plan) ||
	    dda_plan_id(change->plan) == invocation->expect)
		return 0;
	return refuse_changed("", ret_error);
}

static int plan_and_check(struct change *change, struct dda_error **ret_error)
{
	int r;

	dda_plan_free(change->plan);
	change->plan = NULL;
	r = make_plan(change, &change->plan, ret_error);
	if (r >= 0 && change->turn)
		r = dda_turn_check(change->turn, change->plan, ret_error);
	return r < 0 ? r : check_expected(change, ret_error);
}

/*
 * What was interrupted is ended first. What could not be ended before is tried again only when it
 * is in the way: others don't wait for that. Where a plan is expected, nothing at all is done
 * before it is known to be still that one, and what is in its way is not ended.
 */
static int plan_first(struct change *change, struct dda_error **ret_error)
{
	bool expects = has_option(change->invocation, OPTION_EXPECT), interrupted;
	int r = 0;

	take_turn(change);
	interrupted = change->turn && dda_turn_has_interrupted(change->turn);
	if (interrupted && expects)
		r = plan_and_check(change, ret_error);
	if (interrupted && r >= 0)
		r = recover(change, false, ret_error);
	if (r >= 0)
		r = plan_and_check(change, ret_error);
	if (r != -ENOTRECOVERABLE || expects)
		return r;
	r = recover(change, true, ret_error);
	return r < 0 ? r : plan_and_check(change, ret_error);
}

/* Nobody else was kept waiting for the answer, so all may be different by now. */
static int plan_again(struct change *change, struct dda_error **ret_error)
{
	_cleanup_plan_ struct dda_plan *plan = NULL;
	int r;

	take_turn(change);
	r = make_plan(change, &plan, ret_error);
	if (r < 0)
		return r;
	if (dda_plan_refused(plan) || !dda_plan_is_same(plan, change->plan))
		return refuse_changed(_(" the question"), ret_error);
	dda_plan_free(change->plan);
	change->plan = TAKE(plan);
	return 0;
}

/* EXIT_DONE to go on, EXIT_NO, or a negative errno. */
static int agree(struct change *change, struct dda_error **ret_error)
{
	int r;

	if (!must_ask(change))
		return EXIT_DONE;
	dda_turn_free(change->turn);
	change->turn = NULL;
	r = ask(change, ret_error);
	return r == EXIT_DONE ? plan_again(change, ret_error) : r;
}

static int change_go(struct change *change, struct dda_error **ret_error)
{
	int r = rom_file_read(change->invocation->rom, &change->rom, ret_error);

	if (r >= 0)
		r = dda_host_open(change->invocation->host, &change->host, ret_error);
	if (r >= 0)
		r = plan_first(change, ret_error);
	if (r < 0)
		return r;
	if (dda_plan_refused(change->plan))
		return answer(change, EXIT_NO, ret_error);
	if (only_shown(change->invocation) || dda_plan_step_count(change->plan) == 0)
		return answer(change, EXIT_DONE, ret_error);
	r = agree(change, ret_error);
	return r == EXIT_DONE ? run_plan(change, ret_error) : r;
}

int change_once(const struct invocation *invocation, enum dda_verb verb, json_t **ret,
                struct dda_error **ret_error)
{
	_cleanup_(cleanup_change) struct change change = {
	        .invocation = invocation, .verb = verb, .answer = ret};

	return change_go(&change, ret_error);
}

int change_run(const struct invocation *invocation, enum dda_verb verb)
{
	_cleanup_(cleanup_change) struct change change = {.invocation = invocation, .verb = verb};
	_cleanup_error_ struct dda_error *error = NULL;
	int r = change_go(&change, &error);

	return output_end(r, error, r);
}
