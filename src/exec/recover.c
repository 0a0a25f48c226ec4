/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/recover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/translate.h"
#include "exec/keep.h"
#include "exec/turn.h"
#include "exec/void.h"
#include "exec/way.h"

const char *recovered_state_name(enum recovered_state state)
{
	static const char *const names[] = {
	        [RECOVERED_GOING_ON] = "going-on",   [RECOVERED_WAITING] = "waiting",
	        [RECOVERED_CONFIRMED] = "confirmed", [RECOVERED_INTERRUPTED] = "interrupted",
	        [RECOVERED_LEFT] = "left-open",      [RECOVERED_FINISHED] = "finished",
	        [RECOVERED_UNDONE] = "undone",
	};

	return names[state];
}

void dda_recovery_free(struct dda_recovery *recovery)
{
	if (!recovery)
		return;
	for (size_t i = 0; i < recovery->transactions.count; i++) {
		struct recovered *item = &recovery->transactions.items[i];

		transaction_free(item->transaction);
		dda_run_free(item->run);
		dda_error_free(item->error);
	}
	free(recovery->transactions.items);
	free(recovery);
}

bool dda_recovery_is_complete(const struct dda_recovery *recovery)
{
	for (size_t i = 0; i < recovery->transactions.count; i++)
		if (recovery->transactions.items[i].state == RECOVERED_LEFT ||
		    recovery->transactions.items[i].state == RECOVERED_INTERRUPTED)
			return false;
	return true;
}

/* A transaction in the making of its recovery. */
struct recovering {
	struct dda_host *host;
	const struct dda_inventory *now;
	struct recovered *item;
	struct journal journal;
};

static int leave(struct recovering *this, const char *subject, const char *remedy,
                 const char *evidence)
{
	return error_set(&this->item->error, -ENOTRECOVERABLE, DDA_ERROR_LEFT, subject, evidence,
	                 remedy);
}

/* Where the location path is the name, the address may be another one by now. */
static void move(struct dda_plan *plan, struct address from, struct address to)
{
	for (size_t i = 0; i < plan->identities.count; i++)
		if (address_compare(plan->identities.items[i].address, from) == 0)
			plan->identities.items[i].address = to;
	for (size_t i = 0; i < plan->count; i++)
		if (address_compare(plan->items[i].step.function, from) == 0)
			plan->items[i].step.function = to;
}

static void follow(const struct dda_inventory *now, struct dda_plan *plan)
{
	for (size_t i = 0; now->lasting && i < plan->identities.count; i++) {
		const struct dda_function *function =
		        inventory_find_place(now, plan->identities.items[i].location_path);

		if (function)
			move(plan, plan->identities.items[i].address, function->address);
	}
}

static int undo(struct recovering *this)
{
	struct transaction *transaction = this->item->transaction;
	struct runner runner = {.host = this->host,
	                        .plan = transaction->plan,
	                        .run = run_new(transaction->plan->count),
	                        .journal = &this->journal};

	if (!runner.run)
		return error_no_memory(&this->item->error);
	this->item->run = runner.run;
	for (size_t i = 0; i < runner.run->count; i++) {
		const struct step_mark *mark = &transaction->marks[i];

		runner.run->records[i].begun = mark->intended && !mark->undone;
		runner.run->records[i].result = mark->undone ? STEP_UNDONE : STEP_PENDING;
	}
	this->host->journal = this->journal.fd;
	run_undo(&runner, this->now);
	this->host->journal = 0;
	return runner.run->outcome == DDA_ROLLED_BACK ? 0 : -ENOTRECOVERABLE;
}

static int check_readable(struct recovering *this)
{
	const struct transaction *transaction = this->item->transaction;

	if (transaction->complete)
		return 0;
	return leave(
	        this, this->item->name,
	        _("see with \"dda status\" and \"dda list\" how the cards are, put right what is "
	          "not (\"dda release\"), then remove that file"),
	        _("this journal is damaged, or of a later version of dda: what was begun can't be "
	          "read"));
}

/* A restart has put all functions where the record of what stays has them: where that does not have
 * this transaction in it, it is not done any more. */
static bool can_finish(const struct recovering *this)
{
	const struct transaction *transaction = this->item->transaction;

	return transaction_is_as_good_as_done(transaction) &&
	       (!was_restarted(transaction->plan, this->now) ||
	        keep_agrees(&this->journal.folder, transaction->plan));
}

static enum recovered_state finish(struct recovering *this)
{
	const struct dda_plan *plan = this->item->transaction->plan;
	int r = plan->lasting ? 0 : keep_commit(&this->journal.folder, plan, &this->item->error);

	return r < 0 ? RECOVERED_LEFT : RECOVERED_FINISHED;
}

/* RECOVERED_FINISHED, RECOVERED_UNDONE, or RECOVERED_LEFT. */
static enum recovered_state end_transaction(struct recovering *this)
{
	const struct transaction *transaction = this->item->transaction;

	if (transaction->outcome)
		return text_equal(transaction->outcome, "done") ? RECOVERED_FINISHED
		                                                : RECOVERED_UNDONE;
	if (!transaction->begun)
		return RECOVERED_UNDONE;
	if (check_readable(this) < 0)
		return RECOVERED_LEFT;
	if (can_finish(this))
		return finish(this);
	follow(this->now, transaction->plan);
	if (way_check(this->now, transaction->plan, transaction, &this->item->error) < 0 ||
	    undo(this) < 0)
		return RECOVERED_LEFT;
	return RECOVERED_UNDONE;
}

static void recover_one(struct recovering *this)
{
	struct recovered *item = this->item;
	int r = journal_note_recovery(&this->journal);

	if (r < 0) {
		error_setf(&item->error, r, DDA_ERROR_LEFT, item->name,
		           "see to its disk, then: dda recover", "can't be written to (%s)",
		           error_number_text(-r));
		item->state = RECOVERED_LEFT;
		return;
	}
	item->state = end_transaction(this);
	if (item->state == RECOVERED_LEFT)
		journal_note_left(&this->journal);
	else
		journal_close(&this->journal,
		              item->state == RECOVERED_FINISHED ? "done" : "undone");
}

/* A child that writes to sysfs outlives its dda when the kernel does not finish. */
static void note_stuck(struct recovered *item)
{
	error_setf(&item->error, -EBUSY, DDA_ERROR_LEFT, transaction_name(item->transaction),
	           "find who holds the device (\"fuser -v /dev/dri/* /dev/nvidia* /dev/vfio/*\") "
	           "and end it; then: dda recover",
	           "process %d is gone, but the kernel has not finished what it asked for",
	           item->transaction->pid);
}

static struct recovered *add(struct dda_recovery *recovery, struct open_transaction *open)
{
	struct recovered *item = ARRAY_ADD(&recovery->transactions);
	bool stuck = open->held && !process_exists(open->transaction->pid);

	if (!item)
		return NULL;
	snprintf(item->name, sizeof(item->name), "%s", open->name);
	item->transaction = TAKE(open->transaction);
	item->state = stuck || item->transaction->left ? RECOVERED_LEFT : RECOVERED_INTERRUPTED;
	if (open->held && !stuck)
		item->state = transaction_is_waiting(item->transaction) ? RECOVERED_WAITING
		                                                        : RECOVERED_GOING_ON;
	item->seconds_left = transaction_seconds_left(item->transaction, clock_now());
	if (stuck)
		note_stuck(item);
	return item;
}

static int add_all(struct dda_turn *turn, struct dda_recovery *recovery)
{
	for (size_t i = 0; i < turn->open.count; i++)
		if (!add(recovery, &turn->open.items[i]))
			return -ENOMEM;
	return 0;
}

static bool is_wanted(const struct recovered *item, bool again)
{
	return item->state == RECOVERED_INTERRUPTED || (again && item->state == RECOVERED_LEFT);
}

/* Those that are to be ended, each claimed, so that the turn can be given back. */
struct claims {
	struct recovering *items;
	size_t count;
};

static void release_claims(struct claims *claims)
{
	for (size_t i = 0; i < claims->count; i++)
		journal_leave(&claims->items[i].journal);
	free(claims->items);
}

/* Its process may have gone on between our look and its death: only now it stays as it is. */
static int read_again(const struct dda_turn *turn, struct recovered *item)
{
	struct transaction *transaction;
	int r = journal_read(&turn->folder, item->name, &transaction);

	if (r < 0)
		return r;
	transaction_free(item->transaction);
	item->transaction = transaction;
	return 0;
}

static int claim_one(const struct dda_turn *turn, struct recovered *item, struct claims *claims)
{
	struct recovering *claim;
	struct journal journal;

	if (journal_take(&turn->folder, item->name, &journal) < 0) {
		/* What somebody else has by now is his. */
		item->state = item->error ? RECOVERED_LEFT : RECOVERED_GOING_ON;
		return 0;
	}
	claim = read_again(turn, item) < 0 ? NULL : ARRAY_ADD(claims);
	if (!claim) {
		journal_leave(&journal);
		return -ENOMEM;
	}
	*claim = (struct recovering){.host = turn->host, .item = item, .journal = journal};
	return 0;
}

static int claim_all(const struct dda_turn *turn, struct dda_recovery *recovery, bool again,
                     struct claims *claims)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < recovery->transactions.count; i++)
		if (is_wanted(&recovery->transactions.items[i], again))
			r = claim_one(turn, &recovery->transactions.items[i], claims);
	return r;
}

static int recover_all(struct dda_turn *turn, struct dda_recovery *recovery, bool again,
                       struct dda_error **ret_error)
{
	_cleanup_(release_claims) struct claims claims = {0};
	_cleanup_inventory_ struct dda_inventory *now = NULL;
	int r = 0;

	if (add_all(turn, recovery) < 0 || claim_all(turn, recovery, again, &claims) < 0)
		return error_no_memory(ret_error);
	turn_give_back(turn);
	if (claims.count > 0)
		r = dda_host_observe(turn->host, WAY_WANT, &now, ret_error);
	for (size_t i = 0; r >= 0 && i < claims.count; i++) {
		claims.items[i].now = now;
		recover_one(&claims.items[i]);
	}
	return r;
}

int dda_recover(struct dda_host *host, bool again, struct dda_recovery **ret,
                struct dda_error **ret_error)
{
	_cleanup_recovery_ struct dda_recovery *recovery = calloc(1, sizeof(*recovery));
	_cleanup_turn_ struct dda_turn *turn = NULL;
	int r = recovery ? dda_turn_take(host, NULL, &turn, ret_error) : error_no_memory(ret_error);

	if (r >= 0)
		r = recover_all(turn, recovery, again, ret_error);
	if (r < 0)
		return r;
	*ret = TAKE(recovery);
	return 0;
}

int dda_recovery_look(struct dda_host *host, struct dda_recovery **ret,
                      struct dda_error **ret_error)
{
	_cleanup_recovery_ struct dda_recovery *recovery = calloc(1, sizeof(*recovery));
	struct dda_turn turn = {.host = host, .lock = -1};
	int r = recovery ? turn_look(&turn, ret_error) : error_no_memory(ret_error);

	if (r >= 0 && add_all(&turn, recovery) < 0)
		r = error_no_memory(ret_error);
	turn_deinit(&turn);
	if (r < 0)
		return r;
	*ret = TAKE(recovery);
	return 0;
}
