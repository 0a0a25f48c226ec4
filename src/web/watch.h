/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Says that something of this host may have changed, so that a page needs no button to look again.
 * It says where that came from, not what it means: looking is the documents' business. Platform's
 * half.
 */
enum watch_kind {
	WATCH_DEVICES = 1 << 0,
	WATCH_VMS = 1 << 1,
	WATCH_TRANSACTIONS = 1 << 2,
};

struct watch;

/*
 * Begins; `host` is what --host said, or NULL. A source that is not there (libvirt) is waited for,
 * without a word. On Linux this forks, so the process must have no threads. Returns 0;
 * -EOPNOTSUPP for a copy of a host, which does not change; or another negative errno.
 */
int watch_open(const char *host, struct watch **ret);

/* NULL is allowed. */
void watch_close(struct watch *watch);

/* What is readable, for select(), when watch_turn() has something to do; -1: nothing, ever. */
int watch_descriptor(const struct watch *watch);

/* Milliseconds after which watch_turn() must be called all the same; -1: no limit. */
int watch_wait_limit(const struct watch *watch);

/* A set of enum watch_kind, as a rule empty. Never waits. What comes together is said together. */
unsigned watch_turn(struct watch *watch);
