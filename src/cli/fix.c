/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/fix.h"

#include <errno.h>
#include <string.h>

#include "base/translate.h"
#include "cli/change.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "cli/process.h"
#include "view/view.h"

/*
 * One remedy after the other, each planned on the host as it is by then: a transaction of its own,
 * so that what can't be done for one card keeps no other from its own. After each one the host is
 * looked at again, for it may be what another one waited for.
 */
struct fixing {
	const struct invocation *invocation;
	struct dda_recovery *recovered;
	json_t *status; /* how it was when last looked at */
	json_t *fixes;  /* what became of those that were tried */
	int result;     /* the worst exit status of them */
};

static void cleanup_fixing(struct fixing *fixing)
{
	dda_recovery_free(fixing->recovered);
	json_decref(fixing->status);
	json_decref(fixing->fixes);
}

int fix_look(const struct invocation *invocation, bool again, json_t **ret,
             struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_recovery_ struct dda_recovery *open = NULL;
	_cleanup_boot_ struct dda_boot *boot = NULL;
	_cleanup_error_ struct dda_error *unread = NULL;
	struct view_status status = {
	        .devices = {invocation->words.items, invocation->words.count},
	        .vms = {invocation->vms.items, invocation->vms.count},
	        .again = again,
	};
	int r = dda_host_open(invocation->host, &host, ret_error);

	/* First what is open: what ends meanwhile is not half-way then. */
	if (r >= 0 && dda_recovery_look(host, &open, &unread) < 0)
		view_write_error(unread, stderr);
	unread = dda_error_free(unread);
	if (r >= 0 && dda_boot_look(host, &boot, &unread) < 0)
		view_write_error(unread, stderr);
	if (r >= 0)
		r = dda_host_observe(host, DDA_WANT_NAMES | DDA_WANT_VMS, &inventory, ret_error);
	if (r >= 0)
		r = dda_history_note(host, inventory, ret_error);
	status.inventory = inventory;
	status.open = open;
	status.boot = boot;
	return r < 0 ? r : view_status(&status, ret, ret_error);
}

/* Exit statuses by how bad they are. */
static void note_result(struct fixing *fixing, int result)
{
	static const int order[] = {EXIT_DONE, EXIT_NO, DDA_ERROR_BUSY, DDA_ERROR_FAILED,
	                            DDA_ERROR_LEFT};
	size_t was = 0, is = 0;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		was = order[i] == fixing->result ? i : was;
		is = order[i] == result ? i : is;
	}
	if (is > was)
		fixing->result = result;
}

/* What was interrupted is ended first, also what could not be ended before. */
static int recover(struct fixing *fixing, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_recovery_ struct dda_recovery *open = NULL;
	int r = dda_host_open(fixing->invocation->host, &host, ret_error);

	if (r >= 0)
		r = dda_recovery_look(host, &open, ret_error);
	if (r < 0 || dda_recovery_is_complete(open))
		return r;
	process_hold_signals();
	r = dda_recover(host, true, &fixing->recovered, ret_error);
	if (r >= 0 && !dda_recovery_is_complete(fixing->recovered))
		note_result(fixing, DDA_ERROR_LEFT);
	return r;
}

static int tell_recovered(const struct fixing *fixing, struct dda_error **ret_error)
{
	_cleanup_document_ json_t *document = NULL;
	int r = fixing->recovered ? view_recover(fixing->recovered, &document, ret_error) : 0;

	return document ? output_answer(fixing->invocation, document, ret_error) : r;
}

static int look_again(struct fixing *fixing, struct dda_error **ret_error)
{
	bool again = fixing->status != NULL;

	json_decref(fixing->status);
	fixing->status = NULL;
	return fix_look(fixing->invocation, again, &fixing->status, ret_error);
}

static bool was_tried(const struct fixing *fixing, const struct view_fix *fix)
{
	const json_t *tried;
	size_t i;

	json_array_foreach(fixing->fixes, i, tried)
	{
		const char *command = json_string_value(json_object_get(tried, "command"));

		if (command && strcmp(command, fix->command) == 0)
			return true;
	}
	return false;
}

static bool next_fix(const struct fixing *fixing, struct view_fix *ret)
{
	for (size_t i = 0; view_status_fix(fixing->status, i, ret); i++)
		if (!was_tried(fixing, ret))
			return true;
	return false;
}

/* As if its command had been typed. */
static int run_fix(const struct fixing *fixing, const struct view_fix *fix, json_t **ret,
                   struct dda_error **ret_error)
{
	const char *device = fix->device, *vm = fix->vm;
	struct invocation invocation = *fixing->invocation;

	invocation.words.items = &device;
	invocation.words.count = device != NULL;
	invocation.vms.items = &vm;
	invocation.vms.count = vm != NULL;
	return change_once(&invocation, fix->verb, ret, ret_error);
}

static int do_fix(struct fixing *fixing, const struct view_fix *fix, struct dda_error **ret_error)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_document_ json_t *answer = NULL;
	const struct invocation *invocation = fixing->invocation;
	bool json = has_option(invocation, OPTION_JSON);
	int r;

	if (!json && !output_is_silent(invocation))
		view_write_fix(fix, stdout);
	r = run_fix(fixing, fix, &answer, &error);
	note_result(fixing, r < 0 ? output_error(error) : r);
	if (view_status_add_fix(fixing->fixes, fix, answer, error) < 0)
		return -ENOMEM;
	if (answer && json)
		view_write_errors(answer, stderr);
	else if (answer)
		return output_answer(invocation, answer, ret_error);
	return 0;
}

static int fix_all(struct fixing *fixing, struct dda_error **ret_error)
{
	struct view_fix fix;
	int r = only_shown(fixing->invocation) ? 0 : recover(fixing, ret_error);

	if (r >= 0 && !has_option(fixing->invocation, OPTION_JSON))
		r = tell_recovered(fixing, ret_error);
	if (r >= 0)
		r = look_again(fixing, ret_error);
	while (r >= 0 && next_fix(fixing, &fix)) {
		r = do_fix(fixing, &fix, ret_error);
		if (r >= 0)
			r = look_again(fixing, ret_error);
	}
	return r;
}

/* How it is now, and what was done. */
static int tell_all(struct fixing *fixing, struct dda_error **ret_error)
{
	_cleanup_document_ json_t *recovery = NULL;
	json_t *recovered = NULL;

	if (fixing->recovered && view_recover(fixing->recovered, &recovery, ret_error) < 0)
		return -ENOMEM;
	recovered = json_object_get(recovery, "transactions");
	if (json_object_set(fixing->status, "fixes", fixing->fixes) < 0 ||
	    (recovered && json_object_set(fixing->status, "recovered", recovered) < 0))
		return error_no_memory(ret_error);
	return output_answer(fixing->invocation, fixing->status, ret_error);
}

static int say_outcome(struct fixing *fixing, struct dda_error **ret_error)
{
	const struct invocation *invocation = fixing->invocation;

	if (has_option(invocation, OPTION_JSON))
		return tell_all(fixing, ret_error);
	if (json_array_size(fixing->fixes) == 0 && !fixing->recovered &&
	    !output_is_silent(invocation))
		puts(_("nothing to put right"));
	fflush(stdout);
	/* Where VMs can't be asked nothing is known to be wrong. */
	if (!has_option(invocation, OPTION_QUIET))
		view_write_notes(fixing->status, stderr);
	return 0;
}

int fix_run(const struct invocation *invocation)
{
	_cleanup_(cleanup_fixing) struct fixing fixing = {.invocation = invocation,
	                                                  .fixes = json_array()};
	_cleanup_error_ struct dda_error *error = NULL;
	int r = fixing.fixes ? fix_all(&fixing, &error) : error_no_memory(&error);

	if (r >= 0)
		r = say_outcome(&fixing, &error);
	return output_end(r, error, fixing.result);
}
