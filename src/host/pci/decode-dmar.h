/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* What a scope names (VT-d specification, 8.3.1). */
enum dmar_scope_type {
	DMAR_SCOPE_ENDPOINT = 1,
	DMAR_SCOPE_BRIDGE = 2, /* and all below it */
	DMAR_SCOPE_IOAPIC = 3,
	DMAR_SCOPE_HPET = 4,
	DMAR_SCOPE_NAMESPACE = 5,
};

struct dmar_step {
	uint8_t device, function;
};

/* One device, by its way down: from a bus number, a step per bridge, the last is the device. Only
 * the first step is an address: the bus behind a bridge is what the bridge says it is. */
struct dmar_scope {
	uint8_t type; /* enum dmar_scope_type, or another number */
	uint8_t enumeration_id;
	uint8_t bus;
	uint8_t step_count;
	const struct dmar_step *steps;
};

/* The structures that are about devices (VT-d specification, 8.3 to 8.8). */
enum dmar_type {
	DMAR_UNIT = 0,     /* DRHD: a remapping unit and what it watches */
	DMAR_RESERVED = 1, /* RMRR: memory that devices go on using */
	DMAR_ATS = 2,      /* ATSR: root ports below which devices may translate addresses */
	DMAR_SOC_ATS = 5,  /* SATC: devices of the chip that do */
};

struct dmar_entry {
	enum dmar_type type;
	bool flag; /* UNIT: the rest of the segment, too; ATS: all ports; SOC_ATS: required */
	uint16_t segment;
	uint64_t base;  /* UNIT: registers; RESERVED: first byte */
	uint64_t limit; /* RESERVED: last byte */
	const struct dmar_scope *scopes;
	size_t scope_count;
};

/* An ACPI table DMAR: what the firmware says of an Intel IOMMU. */
struct dmar {
	unsigned address_bits;            /* widest address a device can use */
	bool interrupt_remapping;         /* the platform supports it */
	bool x2apic_opt_out;              /* the firmware asks to leave x2APIC alone */
	bool dma_control_opt_in;          /* it protects itself from devices while it starts */
	const struct dmar_entry *entries; /* in the table's order */
	size_t entry_count;
};

/*
 * Decodes `size` bytes of a table. Structures of other types are passed over. Returns 0 with values
 * in `arena`; -EINVAL when it is no DMAR table, or a length in it is zero, odd or leads out of what
 * it is a part of; -ENOMEM.
 */
int decode_dmar(const uint8_t *bytes, size_t size, struct arena *arena, struct dmar *ret);
