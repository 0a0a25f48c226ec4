/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * Which IOMMU the firmware's table has for functions that are in no group while others are: why
 * they are not. Only root can read the table. The inventory must be finished, and its iommu read.
 * Returns 0 or -ENOMEM.
 */
int read_watch(const struct root *root, struct dda_inventory *inventory);
