/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>
#include <string.h>

#include "host/pci/decode-config.h"

/* A configuration space made by hand, little-endian. */
struct space {
	uint8_t bytes[CONFIG_SIZE];
};

static inline void put16(struct space *space, size_t offset, unsigned value)
{
	space->bytes[offset] = (uint8_t)value;
	space->bytes[offset + 1] = (uint8_t)(value >> 8);
}

static inline void put32(struct space *space, size_t offset, uint32_t value)
{
	put16(space, offset, value & 0xffff);
	put16(space, offset + 2, value >> 16);
}

/* An endpoint or bridge with a PCI Express capability at 40h and nothing else. */
static inline struct space space_express(unsigned type, unsigned header_type)
{
	struct space space = {0};

	put32(&space, 0x00, 0x1db110de);
	put16(&space, 0x06, 0x10);
	put32(&space, 0x08, 0x030200a1);
	space.bytes[0x0e] = (uint8_t)header_type;
	space.bytes[0x34] = 0x40;
	put32(&space, 0x40, 0x00020010u | type << 20);
	return space;
}

/* An extended capability; `next` 0: the last one. */
static inline void space_extended(struct space *space, size_t offset, unsigned id, size_t next)
{
	put32(space, offset, id | 1u << 16 | (uint32_t)next << 20);
}
