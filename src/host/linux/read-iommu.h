/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/*
 * What the host has for keeping devices apart: IOMMU units (/sys/class/iommu), groups
 * (/sys/kernel/iommu_groups), the firmware's table (ACPI DMAR or IVRS), the kernel's parameters,
 * the processor's vendor. All of it can be read without root.
 */
struct iommu read_iommu(const struct root *root, struct arena *arena);
