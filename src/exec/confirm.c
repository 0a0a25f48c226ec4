/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/translate.h"
#include "exec/recover.h"
#include "model/selector.h"

/* Who waits looks ten times a second, unless something stops it. */
#define NOTICE_SECONDS 10
#define POLL_MICROSECONDS 20000

static int refuse_none(const char *device, struct dda_error **ret_error)
{
	return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, device ? device : "confirm",
	                 device ? "no transaction about it waits to be confirmed"
	                        : "no transaction waits to be confirmed",
	                 "\"dda status\" shows which are open");
}

static int refuse_several(const struct dda_recovery *waiting, struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *names = "";

	for (size_t i = 0; names && i < waiting->transactions.count; i++) {
		const struct transaction *transaction = waiting->transactions.items[i].transaction;

		names = arena_format(&arena, "%s%s\"%s\" (process %d)", names, i ? ", " : "",
		                     transaction_name(transaction), transaction->pid);
	}
	return names ? error_setf(ret_error, -E2BIG, DDA_ERROR_REFUSED, "confirm",
	                          "name a device of the one that is meant: dda confirm DEVICE",
	                          "several transactions wait to be confirmed: %s", names)
	             : error_no_memory(ret_error);
}

/* Frees all that `wanted` does not want. */
static void keep_those(struct dda_recovery *recovery,
                       bool (*wanted)(const struct recovered *item, const void *data),
                       const void *data)
{
	size_t count = 0;

	for (size_t i = 0; i < recovery->transactions.count; i++) {
		struct recovered *item = &recovery->transactions.items[i];

		if (wanted(item, data)) {
			recovery->transactions.items[count++] = *item;
			continue;
		}
		transaction_free(item->transaction);
		dda_error_free(item->error);
	}
	recovery->transactions.count = count;
}

static bool is_waiting(const struct recovered *item, const void *data)
{
	return item->state == RECOVERED_WAITING;
}

/* What a person named, in an inventory. */
struct named {
	const struct dda_inventory *inventory;
	struct selection selection;
};

static bool has_card(const struct recovered *item, const struct dda_inventory *inventory,
                     const struct card *card)
{
	for (unsigned i = 0; i < card->count; i++)
		if (plan_identity(item->transaction->plan,
		                  inventory->functions.items[card->functions[i]].address))
			return true;
	return false;
}

static bool is_about(const struct recovered *item, const void *data)
{
	const struct named *named = data;

	for (size_t i = 0; i < named->selection.count; i++)
		if (has_card(item, named->inventory,
		             &named->inventory->cards.items[named->selection.items[i]]))
			return true;
	return false;
}

static int choose(struct dda_host *host, const char *device, struct dda_recovery *recovery,
                  struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	struct named named = {0};
	int r = dda_host_observe(host, DDA_WANT_NAMES, &inventory, ret_error);

	if (r >= 0)
		r = selection_add(&named.selection, inventory, device, true, ret_error);
	if (r >= 0) {
		named.inventory = inventory;
		keep_those(recovery, is_about, &named);
	}
	selection_deinit(&named.selection);
	return r;
}

static int refuse_gone(const struct transaction *transaction, struct dda_error **ret_error)
{
	return error_setf(ret_error, -ESRCH, DDA_ERROR_LEFT, transaction_name(transaction),
	                  "\"dda recover\" puts back what it did",
	                  "process %d, which waited to be told, is gone%s", transaction->pid,
	                  transaction->undoing ? _(", and has not put all back") : "");
}

static int refuse_late(const struct transaction *transaction, bool kept,
                       struct dda_error **ret_error)
{
	return kept ? error_set(ret_error, -ECANCELED, DDA_ERROR_REFUSED,
	                        transaction_name(transaction),
	                        "it is too late to put that back: it was confirmed",
	                        "\"dda release\" takes it back")
	            : error_set(ret_error, -ECANCELED, DDA_ERROR_REFUSED,
	                        transaction_name(transaction),
	                        "it is too late to confirm that: it was put back, or is just being",
	                        "ask for it again");
}

/* An answer, on its way to the process that waits for it. */
struct answering {
	struct folder folder;
	const struct recovered *item;
	bool keep;
	uint64_t deadline;
};

/* What became of it: -EAGAIN: nothing yet. While it is being put back there is no hurry. */
static int judge(struct answering *answering, const struct transaction *transaction, bool held,
                 struct dda_error **ret_error)
{
	bool back = transaction->undoing || transaction->outcome;

	if (text_equal(transaction->outcome, "done"))
		return answering->keep ? 0 : refuse_late(transaction, true, ret_error);
	if (answering->keep && back)
		return refuse_late(transaction, false, ret_error);
	if (transaction->outcome)
		return 0;
	if (!held)
		return refuse_gone(transaction, ret_error);
	if (back)
		answering->deadline = clock_now() + NOTICE_SECONDS * CLOCK_SECOND;
	return -EAGAIN;
}

static int look(struct answering *answering, struct dda_error **ret_error)
{
	const char *name = answering->item->name;
	bool held = journal_is_held(&answering->folder, name);
	_cleanup_transaction_ struct transaction *transaction = NULL;
	int r = journal_read_ended(&answering->folder, name, &transaction);

	if (r < 0)
		return error_setf(ret_error, r, DDA_ERROR_LEFT, name,
		                  "\"dda status\" tells how it ended", "can't be read (%s)",
		                  error_number_text(-r));
	return judge(answering, transaction, held, ret_error);
}

static int await_notice(struct answering *answering, struct dda_error **ret_error)
{
	const struct transaction *transaction = answering->item->transaction;
	int r;

	answering->deadline = clock_now() + NOTICE_SECONDS * CLOCK_SECOND;
	r = look(answering, ret_error);
	while (r == -EAGAIN && clock_now() < answering->deadline) {
		usleep(POLL_MICROSECONDS);
		r = look(answering, ret_error);
	}
	if (r != -EAGAIN)
		return r;
	return error_setf(ret_error, -ETIMEDOUT, DDA_ERROR_LEFT, transaction_name(transaction),
	                  "see whether that process is stopped; \"dda status\" tells how it ends",
	                  "process %d does not take note of the answer", transaction->pid);
}

static int answer_one(struct recovered *item, bool keep, struct dda_error **ret_error)
{
	struct answering answering = {.item = item, .keep = keep};
	int r = folder_locate(&answering.folder);

	if (r >= 0)
		r = journal_put_answer(&answering.folder, item->name,
		                       keep ? DDA_ANSWER_KEEP : DDA_ANSWER_PUT_BACK);
	if (r < 0)
		return error_setf(ret_error, r, DDA_ERROR_REFUSED, answering.folder.path,
		                  r == -EACCES ? "run it as root (on Windows: as administrator)"
		                               : NULL,
		                  "the answer can't be written (%s)", error_number_text(-r));
	r = await_notice(&answering, ret_error);
	if (r >= 0)
		item->state = keep ? RECOVERED_CONFIRMED : RECOVERED_UNDONE;
	return r;
}

int dda_confirm(struct dda_host *host, const char *device, bool keep, struct dda_recovery **ret,
                struct dda_error **ret_error)
{
	_cleanup_recovery_ struct dda_recovery *recovery = NULL;
	int r = dda_recovery_look(host, &recovery, ret_error);

	if (r < 0)
		return r;
	keep_those(recovery, is_waiting, NULL);
	if (device && recovery->transactions.count > 0)
		r = choose(host, device, recovery, ret_error);
	if (r < 0)
		return r;
	if (recovery->transactions.count == 0)
		return refuse_none(device, ret_error);
	if (recovery->transactions.count > 1)
		return refuse_several(recovery, ret_error);
	r = answer_one(&recovery->transactions.items[0], keep, ret_error);
	if (r >= 0)
		*ret = TAKE(recovery);
	return r;
}
