/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"

/* What people take a card for, before any rule is asked whether it can be given away. */

/* "the host's memory": what the function is for the host, by its class; NULL: nothing for certain.
 */
const char *part_name(const struct dda_function *function);

/* True for parts of the mainboard, which no VM is given: bridges, what has such a name, and what
 * processors have for their own counters and controllers. */
bool card_is_part(const struct dda_inventory *inventory, const struct card *card);

/* True for cards that have a GPU among their functions, and are no virtual function or part. */
bool card_is_gpu(const struct dda_inventory *inventory, const struct card *card);
