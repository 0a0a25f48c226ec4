/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/error.h"
#include "model/identity.h"
#include "model/inventory.h"

/* Cards of an inventory, by index, each once, in the order in which they were asked for. */
struct selection {
	unsigned *items;
	size_t count;
};

void selection_deinit(struct selection *selection);

static inline void cleanup_selection(struct selection *selection)
{
	selection_deinit(selection);
}

/*
 * Finds the cards that `text` means and adds them to *selection:
 *   PCIROOT(0)#PCI(0300)#PCI(0000)   location path of any of their functions
 *   0000:01:00.0, 01:00.0            address of any of their functions
 *   0000:01:00, 01:00                slot
 *   10de:1db1                        vendor:device
 *   "NVIDIA*", "*V100*"              pattern of the name of their first function, as list
 *                                    prints it or without the vendor; bridges are passed over
 * `many`: vendor:device and globs may match several cards; else that is an error that lists them.
 * Returns 0, or with an error set: -EINVAL (usage) when `text` is none of these forms, -ENOENT
 * when nothing matches, -E2BIG when several cards match and `many` is false, -ENOMEM.
 */
int selection_add(struct selection *selection, const struct dda_inventory *inventory,
                  const char *text, bool many, struct dda_error **ret_error);

/*
 * Does `text` mean the device that was noted? As above, but for the pattern of a name, which is not
 * noted. Returns 1 or 0; with an error set: -EINVAL, -ENOMEM.
 */
int selector_means(const char *text, const struct identity *identity, struct dda_error **ret_error);

/* The function that `text` names exactly (location path or full address), or -1. */
int selector_exact_function(const struct dda_inventory *inventory, const char *text);
