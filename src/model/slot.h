/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"

/* Notes of a function that is a port what slots_find() has to know, out of its details. */
void slot_note_port(struct dda_function *function);

/*
 * Fills in the slots that give a card an IOMMU group to itself, by the groups that the kernel made:
 * nothing but the card, and bridges, is in one with the port. Empty ones are among them: a card
 * that is put there would be in a group with its port at most. Ports
 * without details must have been noted. Returns 0 or -ENOMEM.
 */
int slots_find(struct dda_inventory *inventory);
