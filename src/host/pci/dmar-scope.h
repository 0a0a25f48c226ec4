/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/decode-dmar.h"
#include "model/function.h"

/* Which functions of a host an entry of its DMAR table is about; they are those of a finished
 * inventory. */

/*
 * True when a scope of the entry names functions[index], or a bridge above it: what is said of a
 * bridge is said of all below it (drivers/iommu/intel/dmar.c, dmar_match_pci_path).
 */
bool dmar_names(const struct dmar_entry *entry, const struct dda_function *functions,
                unsigned index);

/* The unit that watches functions[index], NULL for none (dmar_find_matched_drhd_unit). */
const struct dmar_entry *dmar_unit_of(const struct dmar *dmar, const struct dda_function *functions,
                                      unsigned index);

/*
 * True when the unit is for devices that are displays, and for nothing else: the kernel may leave
 * it alone then (drivers/iommu/intel/iommu.c, init_no_remapping_devices).
 */
bool dmar_is_for_graphics(const struct dmar_entry *unit, const struct dda_function *functions,
                          size_t count);
