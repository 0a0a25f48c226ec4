/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"

/*
 * Puts the functions of a sorted inventory together to cards. Functions of one slot belong together
 *   - when they are in one IOMMU group: they can leave the host only together;
 *   - when function 0 is a GPU behind a port and the other is of the same vendor (its audio, USB
 *     and UCSI functions), or when there are no groups that could tell.
 * Virtual functions (SR-IOV) are cards of their own: their slot numbers are only arithmetic.
 * Returns 0 or -ENOMEM.
 */
int cards_make(struct dda_inventory *inventory);
