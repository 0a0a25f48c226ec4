/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * Fills in which programs have each function's device nodes open, or its BARs mapped: one look at
 * every process. The inventory must be finished. What others than root don't see makes it unknown
 * of every function that has a driver; in a copy without processes it stays not asked. Returns 0 or
 * -ENOMEM.
 */
int read_processes(const struct root *root, struct dda_inventory *inventory);
