/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/decode-config.h"

#include <string.h>

#include "host/pci/decode-capability.h"

#define STATUS_CAPABILITIES (1 << 4)

/* PCIe 7.5.1.2, 7.5.1.3 */
#define BARS 0x10
#define BRIDGE_MEMORY 0x20
#define BRIDGE_PREFETCHABLE 0x24

#define CAPABILITY_PCI_X 0x07
#define CAPABILITY_EXPRESS 0x10

/* Where the first extended capability is (PCIe 7.6.2). */
#define EXTENDED_START 0x100

/* Both registers have the upper bits of their first and last megabyte (PCIe 7.5.1.3.8). */
static struct window decode_window(const struct config_bytes *space, size_t at)
{
	uint64_t base = (uint64_t)(config_word(space, at) & 0xfff0) << 16;
	uint64_t limit = (uint64_t)(config_word(space, at + 2) & 0xfff0) << 16 | 0xfffff;

	/* Bit 0: 64 bits of each, the upper ones in registers of their own (PCIe 7.5.1.3.9). */
	if (at == BRIDGE_PREFETCHABLE && config_word(space, at) & 1) {
		base |= (uint64_t)config_dword(space, at + 4) << 32;
		limit |= (uint64_t)config_dword(space, at + 8) << 32;
	}
	return limit > base ? (struct window){base, limit - base + 1} : (struct window){0};
}

/* CardBus bridges have theirs elsewhere. */
static void decode_windows(const struct config_bytes *space, struct pci_config *config)
{
	config->windows_known = config->header_type == 1;
	if (!config->windows_known)
		return;
	config->window = decode_window(space, BRIDGE_MEMORY);
	config->window_prefetchable = decode_window(space, BRIDGE_PREFETCHABLE);
}

static void decode_header(const struct config_bytes *space, struct pci_config *config)
{
	const uint8_t *bytes = space->bytes;

	config->header_known = true;
	config->vendor_known = config->device_known = config_word(space, 0x00) != 0xffff;
	config->vendor_id = config_word(space, 0x00);
	config->device_id = config_word(space, 0x02);
	config->command = config_word(space, 0x04);
	config->status = config_word(space, 0x06);
	config->revision = bytes[0x08];
	config->class_code = config_dword(space, 0x08) >> 8;
	config->header_type = bytes[0x0e] & 0x7f;
	config->multifunction = bytes[0x0e] & 0x80;
	config->interrupt_pin = bytes[0x3d];
	if (config_is_bridge(config)) {
		config->primary = bytes[0x18];
		config->secondary = bytes[0x19];
		config->subordinate = bytes[0x1a];
		decode_windows(space, config);
	} else {
		config->subsystem_vendor_id = config_word(space, 0x2c);
		config->subsystem_id = config_word(space, 0x2e);
		for (unsigned i = 0; i < CONFIG_BARS; i++)
			config->bars[i] = config_dword(space, BARS + i * 4u);
	}
}

/* Returns false when the capability is not all there. */
static bool add_capability(const struct config_bytes *space, struct config_capability capability,
                           struct pci_config *config)
{
	if (config->capability_count < CONFIG_CAPABILITIES)
		config->capabilities[config->capability_count++] = capability;
	return decode_capability(space, &capability, config);
}

/* Remembers where it was: a list that comes back to an entry has no end. */
struct visited {
	uint8_t dwords[CONFIG_SIZE / 4 / 8];
};

static bool visit(struct visited *visited, size_t offset)
{
	uint8_t *byte = &visited->dwords[offset / 32], bit = (uint8_t)(1 << (offset / 4 % 8));
	bool first = !(*byte & bit);

	*byte |= bit;
	return first;
}

/* PCI 6.7: a byte of id, a byte with the place of the next. Returns whether all of it was seen. */
static bool decode_list(const struct config_bytes *space, struct pci_config *config)
{
	struct visited visited = {0};
	bool complete = true;
	/* CardBus bridges have the pointer elsewhere (PCI to PCMCIA CardBus Bridge, 4.5.5). */
	size_t offset = space->bytes[config->header_type == 2 ? 0x14 : 0x34] & 0xfc;

	if (!(config->status & STATUS_CAPABILITIES))
		return true;
	while (offset != 0) {
		struct config_capability capability = {.offset = (uint16_t)offset};

		if (offset + 2 > space->length)
			return false;
		capability.id = space->bytes[offset];
		if (offset < CONFIG_SIZE_HEADER || capability.id == 0xff ||
		    !visit(&visited, offset)) {
			config->broken = true;
			return complete;
		}
		complete &= add_capability(space, capability, config);
		offset = space->bytes[offset + 1] & 0xfc;
	}
	return complete;
}

/* PCIe 7.6.3: 16 bits of id, 4 of version, 12 with the place of the next. */
static bool decode_extended_list(const struct config_bytes *space, struct pci_config *config)
{
	struct visited visited = {0};
	size_t offset = EXTENDED_START;
	bool complete = true;

	while (offset != 0) {
		struct config_capability capability = {.offset = (uint16_t)offset,
		                                       .extended = true};
		uint32_t header;

		if (offset + 4 > space->length)
			return false;
		header = config_dword(space, offset);
		if (offset == EXTENDED_START && (header == 0 || header == UINT32_MAX))
			return true;
		if (offset < EXTENDED_START || header == UINT32_MAX || !visit(&visited, offset)) {
			config->broken = true;
			return complete;
		}
		capability.id = (uint16_t)header;
		capability.version = header >> 16 & 0xf;
		complete &= add_capability(space, capability, config);
		offset = header >> 20 & 0xffc;
	}
	return complete;
}

/* A register of Intel's, not of the standard's: Miscellaneous Port Configuration at d8h. */
static void decode_pch_port(const struct config_bytes *space, struct pci_config *config)
{
	config->pch_checks_known = space->length >= 0xdc;
	if (config->pch_checks_known)
		config->pch_checks_requester = config_dword(space, 0xd8) >> 26 & 1;
}

/* Only PCI Express has the extended space (PCIe 7.2), and PCI-X 2.0, which shows the same way. */
static bool has_extended_space(const struct pci_config *config)
{
	for (unsigned i = 0; i < config->capability_count; i++)
		if (config->capabilities[i].id == CAPABILITY_EXPRESS ||
		    config->capabilities[i].id == CAPABILITY_PCI_X)
			return true;
	return false;
}

static void decode_rest(const struct config_bytes *space, bool whole, struct pci_config *config)
{
	if (!has_extended_space(config))
		config->extended_known = config->capabilities_known;
	else if (space->length > EXTENDED_START)
		config->extended_known = decode_extended_list(space, config);
	else
		config->extended_known = whole && space->length == EXTENDED_START;
}

struct pci_config decode_config(const uint8_t *bytes, size_t length, bool whole)
{
	static const uint8_t nobody[4] = {0xff, 0xff, 0xff, 0xff};
	struct config_bytes space = {bytes, length < CONFIG_SIZE ? length : CONFIG_SIZE};
	/* The list before 100h may not lead behind it. */
	struct config_bytes standard = {bytes, length < EXTENDED_START ? length : EXTENDED_START};
	struct pci_config config = {0};

	if (length < CONFIG_SIZE_HEADER)
		return config;
	/*
	 * No vendor has ffffh (PCI 6.2.1). A virtual function reads so as well (PCIe 9.3.4.1.1),
	 * but has a class.
	 */
	if (memcmp(bytes, nobody, sizeof(nobody)) == 0 && memcmp(bytes + 8, nobody, 4) == 0) {
		config.all_ones = true;
		return config;
	}
	decode_header(&space, &config);
	config.capabilities_known = decode_list(&standard, &config);
	decode_rest(&space, whole, &config);
	decode_pch_port(&space, &config);
	return config;
}

/* What the low bits say of it (PCIe 7.5.1.2.1). */
static struct bar lost_bar(uint32_t low)
{
	bool io = low & 1;

	return (struct bar){
	        .io = io,
	        .is_64bit = !io && (low >> 1 & 3) == 2,
	        .prefetchable = !io && (low >> 3 & 1),
	        .unassigned = true,
	};
}

void config_find_lost_bars(const struct pci_config *config, struct bar *bars)
{
	for (unsigned i = 0; i < CONFIG_BARS; i++) {
		struct bar lost = lost_bar(config->bars[i]);

		if (config->bars[i] != 0 && bars[i].size == 0)
			bars[i] = lost;
		i += lost.is_64bit; /* which takes two registers */
	}
}

bool config_is_bridge(const struct pci_config *config)
{
	return config->header_type == 1 || config->header_type == 2;
}
