/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Device/port type of the PCI Express capability (PCIe 7.5.3.2). */
enum port_type {
	PORT_ENDPOINT = 0,
	PORT_LEGACY_ENDPOINT = 1,
	PORT_ROOT = 4,
	PORT_UPSTREAM = 5,
	PORT_DOWNSTREAM = 6,
	PORT_TO_PCI = 7,   /* PCI Express above, conventional PCI below */
	PORT_FROM_PCI = 8, /* the reverse */
	PORT_INTEGRATED_ENDPOINT = 9,
	PORT_EVENT_COLLECTOR = 10,
};

/* Bits of the ACS capability and control registers (PCIe 7.7.8.2, 7.7.8.3). */
enum acs {
	ACS_SOURCE_VALIDATION = 1 << 0,
	ACS_TRANSLATION_BLOCKING = 1 << 1,
	ACS_REQUEST_REDIRECT = 1 << 2,
	ACS_COMPLETION_REDIRECT = 1 << 3,
	ACS_UPSTREAM_FORWARDING = 1 << 4,
	ACS_EGRESS_CONTROL = 1 << 5,
	ACS_DIRECT_TRANSLATED = 1 << 6,
};

/* Those that Linux wants on before it takes a port for one that keeps devices apart
 * (drivers/pci/pci.c, pci_acs_enabled). */
#define ACS_REQUIRED                                                                               \
	(ACS_SOURCE_VALIDATION | ACS_REQUEST_REDIRECT | ACS_COMPLETION_REDIRECT |                  \
	 ACS_UPSTREAM_FORWARDING)
