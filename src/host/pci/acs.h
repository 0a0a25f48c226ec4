/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/answer.h"
#include "host/pci/decode-config.h"

/* What is known of a host besides its functions. */
struct acs_host {
	enum answer amd_iommu; /* the firmware has an IVRS table */
	enum answer acs_asked; /* an IOMMU driver asked for ACS while the kernel started */
};

/*
 * Whether Linux takes a function for one that sends nothing past the IOMMU: access control services
 * (PCIe 6.12) that redirect all requests, or a device of which Linux knows better
 * (drivers/pci/pci.c, pci_acs_enabled; drivers/pci/quirks.c; 6.12). Where nobody asked for ACS the
 * answer is what it would be. `multifunction` is about its slot.
 */
enum answer acs_isolates(const struct acs_host *host, const struct pci_config *config,
                         enum answer multifunction, bool on_root_bus);
