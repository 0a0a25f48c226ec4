/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/decode-config.h"

/* Bytes of a configuration space. */
struct config_bytes {
	const uint8_t *bytes;
	size_t length;
};

/* Registers are little-endian (PCI 6.1). The caller has checked that they are there. */
static inline uint16_t config_word(const struct config_bytes *space, size_t offset)
{
	return (uint16_t)(space->bytes[offset] | space->bytes[offset + 1] << 8);
}

static inline uint32_t config_dword(const struct config_bytes *space, size_t offset)
{
	return config_word(space, offset) | (uint32_t)config_word(space, offset + 2) << 16;
}

/*
 * Decodes the capability at `capability->offset` into its member of *config. One that is not known
 * here, or was there before, changes nothing. Returns false when part of it lies outside of the
 * bytes.
 */
bool decode_capability(const struct config_bytes *space, const struct config_capability *capability,
                       struct pci_config *config);
