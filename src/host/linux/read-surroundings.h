/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/linux.h"

/* What the host does with all its VMs: merging their memory, ending them when it shuts down. */
struct vm_surroundings read_surroundings(const struct root *root, struct arena *arena);

/*
 * Fills in which VMs of the inventory have an image of their running state (managed save), and
 * which have snapshots with memory. libvirt must be connected. What it doesn't tell is unknown.
 */
void read_saved(struct linux_host *host, struct dda_inventory *inventory);
