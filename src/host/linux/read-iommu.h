/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * What the host has for keeping devices apart: IOMMU units (/sys/class/iommu), groups
 * (/sys/kernel/iommu_groups) and whether they are translated, the firmware's table (ACPI DMAR or
 * IVRS), the kernel's parameters, the processor's vendor, whether interrupts are remapped. All of
 * it can be read without root, but for what is in the firmware's table.
 */
struct iommu read_iommu(const struct root *root, struct arena *arena);
