/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/acs.h"
#include "model/function.h"

/*
 * IOMMU groups by the rule of Linux up to 6.12 (drivers/iommu/iommu.c, pci_device_group), out of
 * where functions hang and what their configuration spaces say: to explain a group, and to tell it
 * of a host that is described in a text only. On a running host sysfs is the truth.
 */

/* One function. */
struct group_function {
	struct address address;
	int parent; /* index of the bridge above, -1 on a root bus */
	bool virtual_function;
	const struct pci_config *config; /* a zeroed one: nothing is known */
};

/* The group of one function. */
struct group_answer {
	int group; /* index of its first member; -1: the evidence does not suffice */
	int cause; /* whom it has to blame for not being alone, nearest to the root; -1: nobody */
	enum group_reason reason;
};

/*
 * `functions` are sorted by address and all there are; ret_answers has room for `count`. An answer
 * is given only where nothing that isn't known could change it. Returns 0 or -ENOMEM.
 */
int group_compute(const struct acs_host *host, const struct group_function *functions, size_t count,
                  struct group_answer *ret_answers);
