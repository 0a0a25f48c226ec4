/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/error.h"
#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * Adds every function of /sys/bus/pci/devices to `inventory`, which is not yet finished.
 * `want` as in enum dda_want; VMs are not its business. Kernel ABI:
 * Documentation/ABI/testing/sysfs-bus-pci. Returns 0, or a negative errno with an error set when
 * there is no PCI bus to look at.
 */
int read_functions(const struct root *root, unsigned want, struct dda_inventory *inventory,
                   struct dda_error **ret_error);

/*
 * Adds that one function, nothing when it is not there: its place and its ids, and with `serial`
 * what its configuration space tells. Returns 0, or a negative errno when there is no PCI bus to
 * look at; -ENOMEM.
 */
int read_identity(const struct root *root, struct address address, bool serial,
                  struct dda_inventory *inventory);
