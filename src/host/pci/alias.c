/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/alias.h"

/* Addresses that a device uses for its requests: any device from first to last, or its own. */
struct alias_quirk {
	uint16_t vendor, first, last;
	uint8_t own_device, device_first, device_last, function_first, function_last;
};

/*
 * Linux 6.12, drivers/pci/quirks.c: quirk_dma_func0_alias, quirk_dma_func1_alias,
 * quirk_mic_x200_dma_alias, quirk_pex_vca_alias, quirk_plx_ntb_dma_alias. Two are left out:
 * Adaptec's 3405 and 3805, whose alias is on a bus that shares a group anyway, and Microsemi's
 * Switchtec, whose aliases stand in its memory.
 */
static const struct alias_quirk alias_quirks[] = {
        {0x1180, 0xe476, 0xe476, true, 0, 0, 0, 0},
        {0x1180, 0xe832, 0xe832, true, 0, 0, 0, 0},
        {0x1b4b, 0x9120, 0x9120, true, 0, 0, 1, 1},
        {0x1b4b, 0x9123, 0x9123, true, 0, 0, 1, 1},
        {0x1b4b, 0x9125, 0x9125, true, 0, 0, 1, 1},
        {0x1b4b, 0x9128, 0x9128, true, 0, 0, 1, 1},
        {0x1b4b, 0x9130, 0x9130, true, 0, 0, 1, 1},
        {0x1b4b, 0x9170, 0x9170, true, 0, 0, 1, 1},
        {0x1b4b, 0x9172, 0x9172, true, 0, 0, 1, 1},
        {0x1b4b, 0x917a, 0x917a, true, 0, 0, 1, 1},
        {0x1b4b, 0x9182, 0x9183, true, 0, 0, 1, 1},
        {0x1b4b, 0x91a0, 0x91a0, true, 0, 0, 1, 1},
        {0x1b4b, 0x9215, 0x9215, true, 0, 0, 1, 1},
        {0x1b4b, 0x9220, 0x9220, true, 0, 0, 1, 1},
        {0x1b4b, 0x9230, 0x9230, true, 0, 0, 1, 1},
        {0x1b4b, 0x9235, 0x9235, true, 0, 0, 1, 1},
        {0x1103, 0x0642, 0x0642, true, 0, 0, 1, 1},
        {0x1103, 0x0645, 0x0645, true, 0, 0, 1, 1},
        {0x197b, 0x2392, 0x2392, true, 0, 0, 1, 1},
        {0x1c28, 0x0122, 0x0122, true, 0, 0, 1, 1},
        {0x8086, 0x2260, 0x2260, false, 0x10, 0x11, 0, 0},
        {0x8086, 0x2260, 0x2260, false, 0x12, 0x12, 3, 3},
        {0x8086, 0x2264, 0x2264, false, 0x10, 0x11, 0, 0},
        {0x8086, 0x2264, 0x2264, false, 0x12, 0x12, 3, 3},
        {0x8086, 0x2954, 0x2956, false, 0, 0x1f, 0, 4},
        {0x8086, 0x2958, 0x295a, false, 0, 0x1f, 0, 4},
        {0x10b5, 0x87b0, 0x87b1, false, 0, 0x1f, 0, 7},
};

static bool is_alias(const struct alias_quirk *quirk, struct address function, struct address other)
{
	if (other.function < quirk->function_first || other.function > quirk->function_last)
		return false;
	if (quirk->own_device)
		return other.device == function.device;
	return other.device >= quirk->device_first && other.device <= quirk->device_last;
}

/* Those that borrow addresses of a whole bus are on add-in cards. */
static bool is_about(const struct alias_quirk *quirk, const struct pci_config *config,
                     bool on_root_bus)
{
	if (!config->device_known && on_root_bus && !quirk->own_device)
		return false;
	if (config->vendor_known && config->vendor_id != quirk->vendor)
		return false;
	return !config->device_known ||
	       (config->device_id >= quirk->first && config->device_id <= quirk->last);
}

enum answer alias_of(struct address function, const struct pci_config *config, bool on_root_bus,
                     struct address other)
{
	for (size_t i = 0; i < sizeof(alias_quirks) / sizeof(alias_quirks[0]); i++)
		if (is_about(&alias_quirks[i], config, on_root_bus) &&
		    is_alias(&alias_quirks[i], function, other))
			return config->vendor_known && config->device_known ? ANSWER_YES
			                                                    : ANSWER_UNKNOWN;
	return ANSWER_NO;
}
