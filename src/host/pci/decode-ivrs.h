/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* A device id is bus, device and function in 16 bits, as on the bus. */
struct ivrs_range {
	uint16_t first, last;
};

enum ivrs_special { IVRS_NONE = 0, IVRS_IOAPIC = 1, IVRS_HPET = 2 };

/* Devices that a unit watches (AMD I/O Virtualization specification, 5.2.2.1). */
struct ivrs_device {
	struct ivrs_range range; /* 0 to ffff: all */
	uint8_t settings;
	bool has_alias;
	uint16_t alias;              /* the device id it uses on the bus instead */
	uint8_t special, special_id; /* enum ivrs_special, or another number */
	const char *acpi_id;         /* of a device that is no PCI one; else NULL */
};

/* A unit (IVHD). Newer block types repeat the units of older ones, with more said of them. */
struct ivrs_unit {
	uint8_t type; /* 10h, 11h or 40h */
	uint8_t flags;
	uint16_t device_id, segment;
	uint64_t base;     /* registers */
	uint64_t features; /* extended feature register; 0 in a block of type 10h */
	const struct ivrs_device *devices;
	size_t device_count;
};

/* Memory that devices go on using, or must not use (IVMD). */
struct ivrs_memory {
	uint8_t type; /* 20h: all devices, 21h: one, 22h: a range */
	struct ivrs_range devices;
	uint16_t segment;
	uint64_t start, size;
	bool unity;    /* mapped as it is */
	bool excluded; /* not translated at all */
};

/* An ACPI table IVRS: what the firmware says of an AMD IOMMU. */
struct ivrs {
	uint32_t info;          /* IVinfo, as it is */
	bool extended_features; /* features are in the blocks */
	bool dma_remapping;     /* the firmware protects itself from devices while it starts */
	unsigned physical_bits, virtual_bits;
	const struct ivrs_unit *units; /* in the table's order */
	size_t unit_count;
	const struct ivrs_memory *memories;
	size_t memory_count;
};

/*
 * Decodes `size` bytes of a table. Blocks of other types are passed over. Returns 0 with values in
 * `arena`; -EINVAL when it is no IVRS table, when a length in it is zero or leads out of what it is
 * a part of, or when entries make no sense (a range without an end); -ENOMEM.
 */
int decode_ivrs(const uint8_t *bytes, size_t size, struct arena *arena, struct ivrs *ret);
