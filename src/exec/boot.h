/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/boot.h>

#include "exec/stay.h"
#include "host/host.h"

/* What became of one function that is to stay dismounted. */
enum stay_state {
	STAY_OUT,      /* it is dismounted */
	STAY_TAKEN,    /* it is now */
	STAY_IDLE,     /* it has no driver; nobody has dismounted it yet */
	STAY_BUSY,     /* a transaction is just going on about it */
	STAY_HOST,     /* a driver of the host has it */
	STAY_OTHER,    /* another device is in its place */
	STAY_MISSING,  /* there is nothing in its place */
	STAY_FAILED,   /* it could not be dismounted, or given back */
	STAY_RETURNED, /* not on record any more: given back to the host */
};

/* "dismounted", "taken", "idle", "busy", "with-host", "other-device", "missing", "failed",
 * "returned" */
const char *stay_state_name(enum stay_state state);

struct stay_found {
	const struct stay *stay; /* NULL: STAY_RETURNED, or STAY_FAILED on the way there */
	enum stay_state state;
	struct address address;             /* where it is now, or was */
	const char *location_path, *driver; /* the driver that has it now, NULL for none */
	struct dda_error *error;            /* why it is so, or NULL */
};

struct dda_boot {
	struct stays record;
	struct dda_inventory *inventory; /* what the host had before anything was done */
	struct stay_found *items;
	size_t count;
};

DEFINE_CLEANUP(struct dda_boot, cleanup_boot, dda_boot_free)
#define _cleanup_boot_ _cleanup_(cleanup_boot)
