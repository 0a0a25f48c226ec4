/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * Reads the configuration space of a function, whose folder is open, and what it tells into
 * `function`. Without root the kernel shows 64 bytes of it (drivers/pci/pci-sysfs.c,
 * pci_read_config); the rest is unknown then. To be called after its BARs were read: those that
 * only the registers show are added to them. Returns 0 or -ENOMEM.
 */
int read_config(const struct root *root, int folder, struct arena *arena,
                struct dda_function *function);

/*
 * Computes the groups that the described functions of a finished inventory should have. Where no
 * IOMMU is in use they are those that there would be. Needs inventory->iommu. Returns 0 or -ENOMEM.
 */
int compute_groups(struct dda_inventory *inventory);
