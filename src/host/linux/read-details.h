/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * Reads the details (struct function_details) of those functions of a finished inventory to which
 * inventory_describe() has just given room for them, as far as inventory->want asks for them. What
 * can't be read is unknown. Returns 0 or -ENOMEM.
 */
int read_described(const struct root *root, struct dda_inventory *inventory);

/* Subsystem and revision of a function, whose folder is open. */
void read_kind(const struct root *root, int folder, struct dda_function *function);

/*
 * What must be known of all ports before details are read card by card: slot_note_port(). `folder`
 * is that of the function. Returns 0 or -ENOMEM.
 */
int read_port(const struct root *root, int folder, struct arena *arena,
              struct dda_function *function);
