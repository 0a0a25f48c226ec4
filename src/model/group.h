/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"

/*
 * Links the functions of each IOMMU group (group_first, group_next), so that nobody has to look
 * through all functions for those of one group. Returns 0 or -ENOMEM.
 */
int groups_link(struct dda_inventory *inventory);

/* All functions of a function's group, itself among them, from the lowest address on. */
#define for_each_in_group(function, inventory, member)                                             \
	for (unsigned first_ = (member)->group_first, at_ = first_, more_ = 1;                     \
	     more_ && ((function) = &(inventory)->functions.items[at_], true);                     \
	     at_ = (function)->group_next, more_ = at_ != first_)
