/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * Fills in what of the host hangs on each function: disks, network interfaces, displays. The
 * inventory must be finished. What can't be read makes those functions unknown that may carry such
 * a thing. Returns 0 or -ENOMEM.
 */
int read_holders(const struct root *root, struct dda_inventory *inventory);

/* Its parts. *ret_fact: known, or what could not be read. Return 0 or -ENOMEM. */
int read_disks(const struct root *root, struct dda_inventory *inventory, struct fact *ret_fact);
int read_networks(const struct root *root, struct dda_inventory *inventory, struct fact *ret_fact);
int read_displays(const struct root *root, struct dda_inventory *inventory, struct fact *ret_fact);

/* The same; what can't be read says nothing: it would only be a warning. */
int read_consoles(const struct root *root, struct dda_inventory *inventory);

/* Makes a fact unknown, unless it is already: the first that could not be read is told. */
static inline void note_unread(struct fact *fact, const char *source, int error)
{
	if (fact_is_known(*fact))
		*fact = fact_unknown(source, error);
}

/*
 * Calls `each` for every function that the path of a device leads through, and for the physical
 * function of a virtual one, which goes with it; not for bridges: they never leave the host. Stops
 * when it returns below zero. Returns that, or 0.
 */
int functions_on_path(struct dda_inventory *inventory, const char *path,
                      int (*each)(void *data, int function), void *data);

/*
 * Adds `holder` to those functions. Returns 0 or -ENOMEM.
 */
int holder_add(struct dda_inventory *inventory, const char *path, struct holder holder);

/* True when the path of a device leads through `function`. */
bool holder_is_below(const char *path, const struct dda_function *function);
