/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/error.h"
#include "model/identity.h"
#include "model/inventory.h"
#include "model/step.h"

struct dda_snapshot;

/*
 * The one seam between dda and a platform: a small table of operations in
 * domain types. Everything above it is the same on every platform; nothing
 * above it names one.
 *
 * observe: reads only; safe without root as far as that gets; what could not be read is marked in
 * the facts. Fails only when nothing can be said at all (no such folder, no memory).
 *
 * describe: reads the details of the functions that inventory_describe() has made room for, when
 * DDA_WANT_DETAILS_LATER was asked for. Fails only without memory.
 *
 * test: is what the step needs still true? Reads only. What it accepts may fail in `apply` only
 * because the world moved.
 *
 * identify: is the function that `was` tells of still the same device, at the same place? Reads
 * only, and only what it must. -ENODEV: it is not there; -ENXIO: another one is.
 *
 * apply: begins exactly one step; idempotent, no retries. May return before the effect is there (a
 * write that can block goes on in a child process): `settle` must follow, in the same order or
 * another. Several steps may be between apply and settle at once.
 *
 * settle: waits for the effect until `deadline` (clock_now() time), reads it back, and fails when
 * it is not as the step says. -ETIMEDOUT: it did not end in time and goes on behind our back.
 *
 * Errors: negative errno with an error set, whose subject is the function or VM.
 */
struct host_operations {
	const char *name;
	bool (*can_change)(const struct dda_host *host);
	int (*observe)(struct dda_host *host, unsigned want, struct dda_inventory **ret,
	               struct dda_error **ret_error);
	/* NULL: observe has read all details already. */
	int (*describe)(struct dda_host *host, struct dda_inventory *inventory,
	                struct dda_error **ret_error);
	int (*test)(struct dda_host *host, const struct step *step, struct dda_error **ret_error);
	int (*identify)(struct dda_host *host, const struct identity *was,
	                struct dda_error **ret_error);
	int (*apply)(struct dda_host *host, const struct step *step, struct dda_error **ret_error);
	int (*settle)(struct dda_host *host, const struct step *step, uint64_t deadline,
	              struct dda_error **ret_error);
	/* What a person would type instead of `step`; heap string, NULL without memory. */
	char *(*explain)(const struct dda_host *host, const struct step *step);
	/* Fills in a snapshot (host/snapshot/captured.h); NULL: there is nothing to capture. */
	int (*capture)(struct dda_host *host, unsigned flags, struct dda_snapshot *snapshot,
	               struct dda_error **ret_error);
	void (*close)(struct dda_host *host);
};

/* Every host begins with this. */
struct dda_host {
	const struct host_operations *operations;
	struct {
		const char *const *items;
		size_t count;
	} guests;     /* names of the VMs that DDA_WANT_GUESTS is about; none: all */
	int journal;  /* 0, or the open journal of the transaction, locked: a process that goes on
	                 for us keeps it open, so that the transaction counts as going on */
	bool undoing; /* what is applied and settled takes a transaction back */
};

/* dda_host_open() and dda_host_close() are public: <dda/inventory.h>. */
DEFINE_CLEANUP(struct dda_host, cleanup_host, dda_host_close)
#define _cleanup_host_ _cleanup_(cleanup_host)
