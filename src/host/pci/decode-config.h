/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/bar.h"
#include "model/port.h"

/*
 * The configuration space of one PCI function, as a value. Sections are those of the PCI Express
 * Base Specification 5.0 ("PCIe") and of PCI Local Bus 3.0 ("PCI"). Numbers are as in the registers
 * unless said otherwise. Whoever has another source than bytes (a listing of lspci) fills in the
 * same struct: what is not marked as known counts as unknown, never as absent.
 */

#define CONFIG_SIZE 4096         /* PCIe 7.2: with the extended space */
#define CONFIG_SIZE_HEADER 64    /* PCIe 7.5.1; all that Linux shows without root */
#define CONFIG_SIZE_STANDARD 256 /* PCI 6.1: conventional */
#define CONFIG_CAPABILITIES 64   /* more than any real function has */
#define CONFIG_BARS 6

struct config_capability {
	uint16_t id, offset;
	uint8_t version; /* of extended ones */
	bool extended;
};

struct config_express { /* PCIe 7.5.3 */
	bool present;
	uint8_t version;
	uint8_t port_type; /* enum port_type */
	bool slot;
	bool flr;                 /* it can be reset by itself (7.5.3.3) */
	uint8_t speed, speed_max; /* 1: 2.5 GT/s, 2: 5, 3: 8, 4: 16, 5: 32; 0: no link (7.5.3.6) */
	uint8_t width, width_max; /* lanes */
	bool ari_forwarding;      /* it can (7.5.3.15) */
	bool ari_forwarding_on;   /* and does (7.5.3.16) */
	bool atomic_routing;      /* 7.5.3.15 */
};

struct config_power { /* PCIe 7.5.2 */
	bool present;
	uint8_t version;
	uint8_t state; /* D0 to D3: 0 to 3 */
	bool d1, d2;
	bool no_soft_reset; /* D3 to D0 is no reset */
};

struct config_msi { /* PCIe 7.7.1 */
	bool present, enabled, is_64bit, maskable;
	uint8_t vectors, vectors_enabled;
};

struct config_msix { /* PCIe 7.7.2 */
	bool present, enabled, masked;
	uint16_t vectors;
	uint8_t table_bar, pending_bar;
	uint32_t table_offset, pending_offset;
};

struct config_af { /* Advanced Capabilities for Conventional PCI ECN */
	bool present, flr;
};

struct config_acs { /* PCIe 7.7.8 */
	bool present;
	uint16_t cap, ctl; /* enum acs */
	bool next_known;
	uint16_t next; /* the word after them: some Intel ports have the control bits there */
};

struct config_sriov { /* PCIe 9.3.3 */
	bool present, enabled, ari;
	uint16_t initial, total, count, offset, stride, device_id;
	struct {
		uint64_t start; /* sizes can't be read without writing */
		bool used, is_64bit, prefetchable;
	} bars[CONFIG_BARS];
};

struct config_resizable { /* PCIe 7.8.6; of virtual functions 9.3.7.4 */
	bool present;
	unsigned count;
	struct {
		uint8_t bar;
		uint64_t sizes;  /* bit n: 2^n MiB is possible */
		uint8_t current; /* 2^n MiB */
	} bars[CONFIG_BARS];
};

struct config_switch { /* a capability that can be turned on: ATS 10.5.1, PRI 10.5.2, PASID 7.8.8 */
	bool present, enabled;
	uint8_t size; /* ATS: queue depth, 0: 32; PASID: bits */
};

struct pci_config {
	bool header_known; /* the header was there and is none of a function that is gone */
	bool vendor_known, device_known; /* the ids; virtual functions have theirs elsewhere */
	bool capabilities_known;         /* the list in the first 256 bytes is complete */
	bool extended_known;             /* the list behind them too */
	bool all_ones;                   /* it does not answer: gone, or without power */
	bool broken; /* a list loops or leaves its space; what came before counts */

	/* Header (PCIe 7.5.1). */
	uint16_t vendor_id, device_id, command, status;
	uint16_t subsystem_vendor_id, subsystem_id; /* of bridges: from their capability */
	uint32_t class_code;                        /* 24 bits */
	uint8_t revision, header_type, interrupt_pin;
	bool multifunction;
	uint8_t primary, secondary, subordinate; /* buses of a bridge (7.5.1.3) */
	bool windows_known;                      /* of a bridge: the next two */
	struct window window, window_prefetchable;
	uint32_t bars[CONFIG_BARS]; /* of others, as they are; zero where they were not seen */

	struct config_capability capabilities[CONFIG_CAPABILITIES];
	unsigned capability_count;

	struct config_express express;
	struct config_power power;
	struct config_msi msi;
	struct config_msix msix;
	struct config_af af;
	struct config_acs acs;
	struct config_sriov sriov;
	struct config_resizable resizable, resizable_virtual;
	struct config_switch ats, pri, pasid;
	bool ari, aer; /* PCIe 7.8.7, 7.8.4 */
	bool serial_known;
	uint64_t serial;           /* PCIe 7.9.3 */
	bool pch_checks_known;     /* byte d8h was there */
	bool pch_checks_requester; /* Intel PCH root port: it refuses foreign bus numbers (MPC, bit
	                              26) */
};

/*
 * Decodes the first `length` bytes of a configuration space; any bytes, any length. `whole` says
 * that the function has no more than these. What could not be seen is left zeroed and not marked as
 * known.
 */
struct pci_config decode_config(const uint8_t *bytes, size_t length, bool whole);

/*
 * Marks BARs that the registers show and that have no addresses in `bars`, six of them, as
 * unassigned: the host gave them none. A 32-bit one without an address looks like one that is not
 * used. Only for functions that have BARs of their own: a virtual function's are elsewhere.
 */
void config_find_lost_bars(const struct pci_config *config, struct bar *bars);

/* True for a function with buses below it: header type 1, and CardBus. */
bool config_is_bridge(const struct pci_config *config);

/* "acs", "msi-x"; NULL when it has no name here. */
const char *config_capability_name(uint16_t id, bool extended);
