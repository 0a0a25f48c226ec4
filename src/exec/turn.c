/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/turn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/translate.h"
#include "exec/file.h"

#define LOCK_NAME "lock"

/* Whoever has the turn looks at the host, which takes well under a second; many may wait in line.
 */
#define TURN_SECONDS 60

/* A process that goes on for one that is dead (a write to sysfs) ends as a rule at once. */
#define ORPHAN_SECONDS 2
#define POLL_MICROSECONDS 10000

static int refuse_folder(const struct folder *folder, int r, struct dda_error **ret_error)
{
	bool denied = r == -EACCES || r == -EPERM;

	return error_setf(ret_error, r, DDA_ERROR_REFUSED, folder->path,
	                  denied ? "run it as root (on Windows: as administrator)"
	                         : "make it a folder that can be written to; without a journal "
	                           "nothing is changed",
	                  "the journal can't be kept there (%s)", error_number_text(-r));
}

static int open_lock(struct dda_turn *turn, struct dda_error **ret_error)
{
	int r = folder_locate(&turn->folder);

	if (r >= 0)
		r = folder_make(&turn->folder);
	if (r >= 0)
		r = folder_open(&turn->folder, LOCK_NAME, FOLDER_LOCK);
	return r < 0 ? refuse_folder(&turn->folder, r, ret_error) : r;
}

static int claim_lock(struct dda_turn *turn, struct dda_error **ret_error)
{
	int r = file_claim_within(turn->lock, TURN_SECONDS);

	if (r == -EBUSY)
		return error_setf(ret_error, r, DDA_ERROR_BUSY, "dda",
		                  "wait until they have begun, then ask again",
		                  "for %d seconds others were about to begin a transaction",
		                  TURN_SECONDS);
	return r < 0 ? refuse_folder(&turn->folder, r, ret_error) : 0;
}

static bool is_held(const struct folder *folder, const char *name, int pid)
{
	uint64_t deadline = clock_now() + ORPHAN_SECONDS * CLOCK_SECOND;
	bool held = journal_is_held(folder, name);

	while (held && !process_exists(pid) && clock_now() < deadline) {
		usleep(POLL_MICROSECONDS);
		held = journal_is_held(folder, name);
	}
	return held;
}

static int note_open(void *data, const char *name)
{
	struct dda_turn *turn = data;
	_cleanup_transaction_ struct transaction *transaction = NULL;
	struct open_transaction *item;
	int r = journal_read(&turn->folder, name, &transaction);

	if (r == -ENOENT)
		return 0; /* it was closed just now */
	item = r < 0 ? NULL : ARRAY_ADD(&turn->open);
	if (!item)
		return r < 0 ? r : -ENOMEM;
	snprintf(item->name, sizeof(item->name), "%s", name);
	item->held = is_held(&turn->folder, name, transaction->pid);
	item->transaction = TAKE(transaction);
	return 0;
}

static int take(struct dda_turn *turn, struct dda_error **ret_error)
{
	int r;

	turn->lock = open_lock(turn, ret_error);
	if (turn->lock < 0)
		return turn->lock;
	r = claim_lock(turn, ret_error);
	if (r < 0)
		return r;
	r = journal_each_open(&turn->folder, note_open, turn);
	return r < 0 ? refuse_folder(&turn->folder, r, ret_error) : 0;
}

int dda_turn_take(struct dda_host *host, const char *command, struct dda_turn **ret,
                  struct dda_error **ret_error)
{
	_cleanup_turn_ struct dda_turn *turn = calloc(1, sizeof(*turn));
	int r;

	if (!host->operations->can_change(host))
		return error_set(ret_error, -EROFS, DDA_ERROR_REFUSED, "dda",
		                 "this is a copy of a host's files: nothing can be changed in it",
		                 "run it on the host itself");
	if (!turn)
		return error_no_memory(ret_error);
	turn->host = host;
	turn->lock = -1;
	turn->command = command ? strdup(command) : NULL;
	r = take(turn, ret_error);
	if (r < 0)
		return r;
	*ret = TAKE(turn);
	return 0;
}

bool dda_turn_has_interrupted(const struct dda_turn *turn)
{
	for (size_t i = 0; i < turn->open.count; i++)
		if (!turn->open.items[i].held && !turn->open.items[i].transaction->left)
			return true;
	return false;
}

void dda_turn_require_confirmation(struct dda_turn *turn, unsigned seconds, dda_ask ask, void *data)
{
	turn->confirmation = (struct confirmation){.seconds = seconds, .ask = ask, .data = data};
}

void turn_give_back(struct dda_turn *turn)
{
	if (turn->lock >= 0)
		close(turn->lock);
	turn->lock = -1;
}

int turn_look(struct dda_turn *turn, struct dda_error **ret_error)
{
	int r;

	if (!turn->host->operations->can_change(turn->host))
		return 0;
	r = folder_locate(&turn->folder);
	if (r >= 0)
		r = journal_each_open(&turn->folder, note_open, turn);
	if (r >= 0 || r == -ENOENT)
		return 0; /* no folder: nothing was ever begun */
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, turn->folder.path,
	                  r == -EACCES ? "ask as root (on Windows: as administrator)" : NULL,
	                  "whether transactions are open can't be read there (%s)",
	                  error_number_text(-r));
}

void turn_deinit(struct dda_turn *turn)
{
	turn_give_back(turn);
	for (size_t i = 0; i < turn->open.count; i++)
		transaction_free(turn->open.items[i].transaction);
	free(turn->open.items);
	free(turn->command);
}

void dda_turn_free(struct dda_turn *turn)
{
	if (turn)
		turn_deinit(turn);
	free(turn);
}

static int refuse_overlap(const struct dda_turn *turn, const struct open_transaction *open,
                          struct dda_error **ret_error)
{
	const struct transaction *transaction = open->transaction;

	if (!open->held)
		return error_setf(ret_error, -ENOTRECOVERABLE, DDA_ERROR_REFUSED, "dda",
		                  "dda recover",
		                  "\"%s\" (begun %s) has left one of these cards or VMs half-way",
		                  transaction_name(transaction),
		                  transaction->time ? transaction->time : _("some time ago"));
	if (!journal_is_held(&turn->folder, open->name))
		return error_setf(ret_error, -EBUSY, DDA_ERROR_BUSY, "dda", "ask again",
		                  "\"%s\" (process %d) has just ended, and was about one of these "
		                  "cards or VMs",
		                  transaction_name(transaction), transaction->pid);
	if (!process_exists(transaction->pid))
		return error_setf(ret_error, -EBUSY, DDA_ERROR_BUSY, "dda",
		                  "find who holds the device and end it; then \"dda recover\"",
		                  "the kernel does not finish what \"%s\" (process %d, gone) asked "
		                  "of it",
		                  transaction_name(transaction), transaction->pid);
	if (transaction_is_waiting(transaction))
		return error_setf(
		        ret_error, -EBUSY, DDA_ERROR_BUSY, "dda",
		        "\"dda confirm\" keeps what it did; or wait until it has put it "
		        "back",
		        "\"%s\" (process %d) is about one of these cards or VMs, and waits "
		        "to be confirmed",
		        transaction_name(transaction), transaction->pid);
	return error_setf(ret_error, -EBUSY, DDA_ERROR_BUSY, "dda",
	                  "wait until it has ended, then ask again",
	                  "another transaction is about one of these cards or VMs: \"%s\" "
	                  "(process %d)",
	                  transaction_name(transaction), transaction->pid);
}

int dda_turn_check(const struct dda_turn *turn, const struct dda_plan *plan,
                   struct dda_error **ret_error)
{
	for (size_t i = 0; i < turn->open.count; i++)
		if (transaction_overlaps(turn->open.items[i].transaction, plan))
			return refuse_overlap(turn, &turn->open.items[i], ret_error);
	return 0;
}

int turn_begin(struct dda_turn *turn, const struct dda_plan *plan, struct journal *ret,
               struct dda_error **ret_error)
{
	int r = dda_turn_check(turn, plan, ret_error);

	if (r >= 0)
		r = journal_create(&turn->folder, plan, turn->command, turn->confirmation.seconds,
		                   ret, ret_error);
	turn_give_back(turn);
	return r;
}
