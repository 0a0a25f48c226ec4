/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_RECOVER_H
#define DDA_RECOVER_H

#include <stdbool.h>

#include <dda/error.h>
#include <dda/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What became of the transactions that were open. */
struct dda_recovery;

/**
 * Ends every transaction on @host whose process is dead: one of which nothing lacks but to start
 * VMs is finished, any other is taken back, each step read back. May be interrupted at any time and
 * called again. @again: also those of which that was tried before and failed.
 *
 * Returns: 0 with *@ret owned by the caller (dda_recovery_free()), whatever became of them; with
 * *@ret_error set: as dda_turn_take(); as dda_host_observe(), -ENOMEM.
 */
int dda_recover(struct dda_host *host, bool again, struct dda_recovery **ret,
                struct dda_error **ret_error);

/**
 * The same without doing anything: what there is to recover, and what is going on.
 *
 * Returns: 0 with *@ret owned by the caller (dda_recovery_free()), with nothing in it on a copy of
 * a host; a negative errno with *@ret_error set when the journal can't be read.
 */
int dda_recovery_look(struct dda_host *host, struct dda_recovery **ret,
                      struct dda_error **ret_error);

/**
 * Answers the transaction of another process that waits to be confirmed
 * (dda_turn_require_confirmation()): @keep what it did, or put it back at once; and waits until
 * that process has taken note, or has put all back. @device: one that it is about, in any form that
 * a request takes; NULL: the only one that waits.
 *
 * Returns: 0 with *@ret owned by the caller (dda_recovery_free()), in which there is just that one;
 * with *@ret_error set: -ENOENT when none waits, -E2BIG when several do, -ECANCELED when the other
 * has been decided already, -ESRCH when its process ended without either, -ETIMEDOUT when it does
 * not answer; as dda_recovery_look(), dda_host_observe(); another negative errno when the answer
 * can't be written.
 */
int dda_confirm(struct dda_host *host, const char *device, bool keep, struct dda_recovery **ret,
                struct dda_error **ret_error);

/**
 * Notes in @inventory, of @host, to which VMs the devices that have left it were given last, as far
 * as the journals that are kept tell. What they don't tell is not known; that they can't be read is
 * no failure.
 *
 * Returns: 0; -ENOMEM with *@ret_error set.
 */
int dda_history_note(struct dda_host *host, struct dda_inventory *inventory,
                     struct dda_error **ret_error);

/** The transactions that have ended and whose journals are kept, newest first. */
struct dda_history;

/**
 * Reads the journals that are kept of @host. One that can't be read, or not all of it, is among
 * them.
 *
 * Returns: 0 with *@ret owned by the caller (dda_history_free()), with nothing in it on a copy of a
 * host; a negative errno with *@ret_error set when the folder can't be read, -ENOMEM.
 */
int dda_history_read(struct dda_host *host, struct dda_history **ret, struct dda_error **ret_error);

/** Frees @history. NULL is allowed. */
void dda_history_free(struct dda_history *history);

/** Returns: true when no interrupted transaction is left open. */
bool dda_recovery_is_complete(const struct dda_recovery *recovery);

/** Frees @recovery. NULL is allowed. */
void dda_recovery_free(struct dda_recovery *recovery);

#ifdef __cplusplus
}
#endif
#endif
