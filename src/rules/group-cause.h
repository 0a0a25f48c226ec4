/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rules/scope.h"

/* Why a card shares an IOMMU group with a fellow (scope_next_fellow), and what would part them. */

/*
 * "; the cause: 0000:00:01.0 (PCIe Controller) is a port without ACS", or that it can't be told.
 * The kernel's groups are the truth: where those that follow from what devices say of themselves
 * are others, they explain nothing. NULL without memory.
 */
const char *group_cause_evidence(const struct rule_scope *scope, const struct dda_function *fellow,
                                 struct arena *arena);

/*
 * What a person can do about it, to be put behind other advice: "; or ...". NULL without memory.
 */
const char *group_cause_remedy(const struct rule_scope *scope, const struct dda_function *fellow,
                               struct arena *arena);

/*
 * "0000:00:1c.4 (PCIROOT(0)#PCI(1C04), empty)": some of the ports whose slots give a card a group
 * to itself, empty ones first. An empty text when there is none, NULL without memory.
 */
const char *group_cause_slots(const struct dda_inventory *inventory, struct arena *arena);
