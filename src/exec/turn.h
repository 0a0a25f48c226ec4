/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/run.h>

#include "exec/journal.h"
#include "host/host.h"

/* What is run is to be confirmed within so many seconds; 0: it need not be. */
struct confirmation {
	unsigned seconds;
	dda_ask ask; /* or NULL */
	void *data;
};

/* A transaction that was open when the turn began. */
struct open_transaction {
	char name[JOURNAL_NAME_MAX];
	struct transaction *transaction;
	bool held; /* a process works on it */
};

/*
 * The right to begin a transaction: from the look at the host up to the first line of the journal
 * only one process on a host has it. What is open when it begins is noted, so that what a plan was
 * made on can't have been changed by another one meanwhile without being seen.
 */
struct dda_turn {
	struct dda_host *host;
	struct folder folder;
	int lock; /* -1: given back */
	char *command;
	struct confirmation confirmation;
	struct {
		struct open_transaction *items;
		size_t count;
	} open;
};

/*
 * Begins the journal of `plan` and gives the turn back. Returns 0; with an error set: -EBUSY when
 * another process works on one of the plan's cards, groups or VMs, -EUNCLEAN when an open
 * transaction has left one half-way; as journal_create().
 */
int turn_begin(struct dda_turn *turn, const struct dda_plan *plan, struct journal *ret,
               struct dda_error **ret_error);

/* Notes what is open without taking the turn, as far as it can be read. Nothing on a copy of a
 * host. Returns 0, or a negative errno with an error set. */
int turn_look(struct dda_turn *turn, struct dda_error **ret_error);

/* Frees what the turn has, not the turn itself. */
void turn_deinit(struct dda_turn *turn);

/* Gives the turn back; the list stays. */
void turn_give_back(struct dda_turn *turn);

DEFINE_CLEANUP(struct dda_turn, cleanup_turn, dda_turn_free)
#define _cleanup_turn_ _cleanup_(cleanup_turn)
