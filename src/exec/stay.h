/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/plan.h"

/*
 * The record of what is to stay dismounted over a restart of the host (Linux: elsewhere the host
 * itself remembers). Its key is the location path: bus numbers may be others by then. Pure; the
 * file is keep.h's. Lines as in the journal (record.h): first the version, then one function each.
 */
#define STAYS_VERSION 1

struct stay {
	struct identity identity; /* with the address that it had then */
	bool origin_known;
	const char *driver, *override; /* what it had before dda took it; NULL: none */
};

struct stays {
	struct arena arena;
	struct stay *items;
	size_t count;
	unsigned damaged; /* so many lines are not what was written */
};

/* Reads a record. Returns 0, -EPROTO when it is of another version or none, -ENOMEM. */
int stays_read(const char *bytes, size_t size, struct stays *ret);
void stays_deinit(struct stays *stays);
#define _cleanup_stays_ _cleanup_(stays_deinit)

/* The whole record: a heap string, NULL without memory. */
char *stays_text(const struct stays *stays);

/* What is to stay at that place, or NULL. */
const struct stay *stays_find(const struct stays *stays, const char *location);

/* Takes that place out. Returns whether it was there. */
bool stays_forget(struct stays *stays, const char *location);

/* True for two functions of one slot. */
bool stay_same_slot(const char *location, const char *other);

/*
 * Makes it what it is when `plan` is done: functions that it dismounts are to stay so, others that
 * it does something to are not. Texts go on belonging to the plan. Returns whether that changed
 * anything, or -ENOMEM.
 */
int stays_follow(struct stays *stays, const struct dda_plan *plan);
