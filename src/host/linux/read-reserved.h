/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * Which functions are bound to memory of the firmware. What the kernel says of their groups
 * (/sys/kernel/iommu_groups/N/reserved_regions) counts; where there are no groups, what the
 * firmware's table says of the functions themselves, which only root can read. The inventory must
 * be finished, and its iommu read. Returns 0 or -ENOMEM.
 */
int read_reserved(const struct root *root, struct dda_inventory *inventory);
