/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/run.h>

#include "exec/folder.h"
#include "exec/transaction.h"

/*
 * The durable record of transactions: one file for each, NUMBER.open while it is open and
 * NUMBER.closed afterwards, of which only the newest are kept. Who works on a transaction has its
 * file locked; that lock ends with the process, and is the one that keeps two transactions apart.
 */
#define JOURNAL_NAME_MAX 32

struct journal {
	struct folder folder;
	char name[JOURNAL_NAME_MAX];
	int fd; /* -1: none */
};

#define JOURNAL_NONE ((struct journal){.fd = -1})

/*
 * Begins a journal with the plan in it, called `command`, to be confirmed within `confirm` seconds
 * (0: it need not be); when this returns it is on disk, with room for all that will be added. To be
 * called by who has the turn. Returns 0, or a negative errno with an error set and nothing left
 * behind.
 */
int journal_create(const struct folder *folder, const struct dda_plan *plan, const char *command,
                   unsigned confirm, struct journal *ret, struct dda_error **ret_error);

/* Takes an open transaction over. Returns 0; -EBUSY when a process has it; another negative errno.
 */
int journal_take(const struct folder *folder, const char *name, struct journal *ret);

/* Reads a journal, whoever has it. Returns 0 or a negative errno. */
int journal_read(const struct folder *folder, const char *name, struct transaction **ret);

/* The same of one that was open when `name` was its name, and may be closed by now. */
int journal_read_ended(const struct folder *folder, const char *name, struct transaction **ret);

/* True while a process has it. */
bool journal_is_held(const struct folder *folder, const char *name);

/* Calls `each` for every open transaction, oldest first; as folder_each(). */
int journal_each_open(const struct folder *folder, int (*each)(void *data, const char *name),
                      void *data);

/* The same for those that are closed and still kept, newest first. */
int journal_each_closed(const struct folder *folder, int (*each)(void *data, const char *name),
                        void *data);

/*
 * Adds what happened to the steps from `begin` to before `end`: "intent", "done"..., with the error
 * where there is one. On disk when this returns. Without a journal nothing. Returns 0, or a
 * negative errno.
 */
int journal_note(const struct journal *journal, const char *event, size_t begin, size_t end,
                 const struct dda_error *error);

/* Adds that this process takes it over, or that the transaction could not be ended; as above. */
int journal_note_recovery(const struct journal *journal);
int journal_note_left(const struct journal *journal);

/* Adds that all is done, and that it waits to be confirmed until `deadline` (clock_now() time). */
int journal_note_wait(const struct journal *journal, unsigned seconds, uint64_t deadline);

/* Adds that it was confirmed: from then on it is to be finished, whatever happens. */
int journal_note_confirmed(const struct journal *journal);

/*
 * What a person says to it is a file of its own, NUMBER.confirmed or NUMBER.refused, because the
 * journal is locked by who waits for that. Put there: 0 (also when there is one), or a negative
 * errno. Where there are both it is to be put back. journal_close() takes them away.
 */
int journal_put_answer(const struct folder *folder, const char *name, enum dda_answer answer);
enum dda_answer journal_answer(const struct journal *journal);
void journal_drop_answers(const struct journal *journal);

/*
 * Closes the transaction: it ended with `outcome`, "done" or "undone". The oldest of those that are
 * closed are removed.
 */
void journal_close(struct journal *journal, const char *outcome);

/* Lets go of it; it stays open. */
void journal_leave(struct journal *journal);
