/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* Little-endian numbers out of bytes, at any alignment. */

static inline uint16_t bytes_16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t bytes_32(const uint8_t *bytes)
{
	return bytes_16(bytes) | (uint32_t)bytes_16(bytes + 2) << 16;
}

static inline uint64_t bytes_64(const uint8_t *bytes)
{
	return bytes_32(bytes) | (uint64_t)bytes_32(bytes + 4) << 32;
}
