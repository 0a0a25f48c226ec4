/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/decode-config.h"
#include "model/address.h"
#include "model/bar.h"

/*
 * What lspci prints, of any verbosity, as people paste it: indentation may be lost, lines quoted
 * ("> "). Names, numbers (-n, -nn), details (-v, -vv) and bytes (-x, -xxx, -xxxx) are all read.
 */

#define LSPCI_FUNCTIONS_MAX 4096 /* large servers with virtual functions have 2000 */

/* How much is said of a function. */
enum lspci_detail {
	LSPCI_LINE,    /* a line alone */
	LSPCI_BRIEF,   /* -v: capabilities by name */
	LSPCI_VERBOSE, /* -vv: registers too */
};

/* A part of the text, not closed by a NUL. Length 0: not said. */
struct lspci_line {
	const char *text;
	size_t length;
};

struct lspci_number {
	bool known;
	uint64_t value;
};

/* One function. */
struct lspci_function {
	struct address address;
	enum lspci_detail detail;
	struct lspci_line name; /* of maker and device, or "Device 1234:1111" */
	struct lspci_line driver;
	struct lspci_line speed, speed_max, width, width_max; /* "16GT/s", "8" */
	struct lspci_number class_code;                       /* 16 bits */
	struct lspci_number vendor_id, device_id, subsystem_vendor_id, subsystem_id, revision;
	struct lspci_number group, numa_node, power_state; /* IOMMU group; D0 to D3 */
	struct bar bars[BAR_COUNT + 1];
	bool ids_by_name; /* vendor and device id were looked up (lspci-ids.h) */
	bool bars_known;  /* all of them, with sizes */
	/* As far as text or bytes tell; the multifunction bit of text is that of its slot. */
	struct pci_config config;
	bool from_bytes; /* all of `config` */
	bool unnamed;    /* it has capabilities that have no name here */

	/* On the way through the text. */
	unsigned acs_seen; /* 1: what it can, 2: what it does */
	bool in_devcap;
	bool unlisted; /* it says that it has capabilities, and none of them is there */
};

struct lspci {
	struct lspci_function *items; /* in order of addresses, each once */
	size_t count;
	/* Some function has it: that another one has none is no accident then. */
	bool has_drivers, has_groups;
};

void lspci_deinit(struct lspci *lspci);

/*
 * Decodes a listing, which *ret points into. Lines that say nothing of use are passed over; of a
 * function that comes twice the more detailed text counts. Returns 0; -EINVAL when no line is that
 * of a function; -E2BIG with more than LSPCI_FUNCTIONS_MAX of them; -ENOMEM.
 */
int decode_lspci(const char *text, size_t size, struct lspci *ret);
