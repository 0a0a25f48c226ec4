/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/plan.h>

#include "model/inventory.h"

/*
 * What of a VM's settings a person may change, with the limits that the platform has: once, for the
 * plan and for whoever offers it.
 */

/* A size in bytes; not there: this platform, or this VM, has none. */
struct editable_size {
	bool there;
	uint64_t value; /* 0: none is set */
	uint64_t min, max, step;
};

struct vm_editable {
	struct editable_size low_space, high_space;
	bool cache_types;                /* the platform has them, */
	bool cache_types_value;          /* ... and how it is */
	const char *const *stop_actions; /* ends with NULL; NULL: the platform has none */
};

/* Returns what of this VM's can be changed: nothing when it could not be read. */
struct vm_editable vm_editable(const struct dda_inventory *inventory, const struct vm *vm);

/* True when it can be changed now: it is off, not saved, and has a stored definition. */
bool vm_is_editable(const struct vm *vm);

/* Hyper-V's words, by AutomaticShutdownAction - 2; ends with NULL. */
extern const char *const vm_stop_actions[];

/* Which of the settings that are named have another value, or are on record as something that dda
 * would put back: a set of enum dda_setting. */
unsigned vm_differing(const struct vm *vm, const struct dda_settings *wanted,
                      enum platform platform);

/* The address space with these settings. */
struct vm_space vm_space_with(const struct vm_space *space, const struct dda_settings *wanted,
                              enum platform platform);
