/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/acs.h"

#define INTEL 0x8086
#define ANY 0, 0xffff

/* Why Linux answers for a device. */
enum reason {
	ISOLATED,          /* its maker says that its functions don't reach each other */
	NOT_ISOLATED,      /* not among those of its maker of which that is known */
	ISOLATED_PORT,     /* a port that keeps to itself without saying so; not known of others */
	ISOLATED_ROOT,     /* the same, of root ports only */
	NOT_ISOLATED_PORT, /* a port of a maker that lists those which do */
	INTEGRATED,        /* VT-d 3.1, 3.16: no untranslated requests among integrated endpoints */
	PCH_PORT,          /* it can be told to by registers of its own, at start-up */
	WIDE_ACS_PORT,     /* it has ACS registers of 32 bits instead of 16 */
	AMD_SOUTHBRIDGE,   /* only where there is an AMD IOMMU */
};

struct acs_quirk {
	uint16_t vendor, first, last;
	uint16_t class; /* of all of them; 0: of several. To tell what has no known id */
	uint8_t reason;
};

/*
 * Linux 6.12, drivers/pci/quirks.c: pci_dev_acs_enabled[], pci_quirk_intel_pch_acs_ids[] and the
 * functions they name. The first row that has an answer decides.
 */
static const struct acs_quirk acs_quirks[] = {
        {0x1002, 0x4383, 0x4383, 0x0403, AMD_SOUTHBRIDGE},
        {0x1002, 0x4384, 0x4384, 0x0604, AMD_SOUTHBRIDGE},
        {0x1002, 0x4385, 0x4385, 0x0c05, AMD_SOUTHBRIDGE},
        {0x1002, 0x4399, 0x4399, 0x0c03, AMD_SOUTHBRIDGE},
        {0x1002, 0x439c, 0x439c, 0x0101, AMD_SOUTHBRIDGE},
        {0x1002, 0x439d, 0x439d, 0x0601, AMD_SOUTHBRIDGE},
        {0x1022, 0x7809, 0x7809, 0x0c03, AMD_SOUTHBRIDGE},
        {0x1022, 0x780f, 0x780f, 0x0604, AMD_SOUTHBRIDGE},
        /* Solarflare */
        {0x1924, 0x0903, 0x0903, 0, ISOLATED},
        {0x1924, 0x0923, 0x0923, 0, ISOLATED},
        {0x1924, 0x0a03, 0x0a03, 0, ISOLATED},
        /* Intel network controllers */
        {INTEL, 0x105e, 0x1060, 0x0200, ISOLATED},
        {INTEL, 0x10a7, 0x10a7, 0x0200, ISOLATED},
        {INTEL, 0x10a9, 0x10a9, 0x0200, ISOLATED},
        {INTEL, 0x10c6, 0x10c6, 0x0200, ISOLATED},
        {INTEL, 0x10c9, 0x10c9, 0x0200, ISOLATED},
        {INTEL, 0x10d6, 0x10d6, 0x0200, ISOLATED},
        {INTEL, 0x10d9, 0x10d9, 0x0200, ISOLATED},
        {INTEL, 0x10db, 0x10db, 0x0200, ISOLATED},
        {INTEL, 0x10dd, 0x10dd, 0x0200, ISOLATED},
        {INTEL, 0x10e1, 0x10e1, 0x0200, ISOLATED},
        {INTEL, 0x10e6, 0x10e8, 0x0200, ISOLATED},
        {INTEL, 0x10f1, 0x10f1, 0x0200, ISOLATED},
        {INTEL, 0x10f7, 0x10fc, 0x0200, ISOLATED},
        {INTEL, 0x1507, 0x1507, 0x0200, ISOLATED},
        {INTEL, 0x1509, 0x150a, 0x0200, ISOLATED},
        {INTEL, 0x150d, 0x1511, 0x0200, ISOLATED},
        {INTEL, 0x1514, 0x1514, 0x0200, ISOLATED},
        {INTEL, 0x1516, 0x1516, 0x0200, ISOLATED},
        {INTEL, 0x1518, 0x1518, 0x0200, ISOLATED},
        {INTEL, 0x151c, 0x151c, 0x0200, ISOLATED},
        {INTEL, 0x1521, 0x1524, 0x0200, ISOLATED},
        {INTEL, 0x1526, 0x1527, 0x0200, ISOLATED},
        {INTEL, 0x1529, 0x152a, 0x0200, ISOLATED},
        {INTEL, 0x154d, 0x154d, 0x0200, ISOLATED},
        {INTEL, 0x154f, 0x154f, 0x0200, ISOLATED},
        {INTEL, 0x1551, 0x1551, 0x0200, ISOLATED},
        {INTEL, 0x1558, 0x1558, 0x0200, ISOLATED},
        {INTEL, 0x15b7, 0x15b8, 0x0200, ISOLATED},
        {INTEL, ANY, 0, INTEGRATED},
        /* Qualcomm, HXT */
        {0x17cb, 0x0400, 0x0401, 0, ISOLATED},
        {0x1dbf, 0x0401, 0x0401, 0, ISOLATED},
        /* Root ports of Intel's platform controller hubs, Ibex Peak to Wildcat Point */
        {INTEL, 0x1c10, 0x1c1f, 0, PCH_PORT},
        {INTEL, 0x1d10, 0x1d10, 0, PCH_PORT},
        {INTEL, 0x1d12, 0x1d12, 0, PCH_PORT},
        {INTEL, 0x1d14, 0x1d14, 0, PCH_PORT},
        {INTEL, 0x1d16, 0x1d16, 0, PCH_PORT},
        {INTEL, 0x1d18, 0x1d18, 0, PCH_PORT},
        {INTEL, 0x1d1a, 0x1d1a, 0, PCH_PORT},
        {INTEL, 0x1d1c, 0x1d1c, 0, PCH_PORT},
        {INTEL, 0x1d1e, 0x1d1e, 0, PCH_PORT},
        {INTEL, 0x1e10, 0x1e1f, 0, PCH_PORT},
        {INTEL, 0x3b42, 0x3b51, 0, PCH_PORT},
        {INTEL, 0x8c10, 0x8c1f, 0, PCH_PORT},
        {INTEL, 0x8c90, 0x8c90, 0, PCH_PORT},
        {INTEL, 0x8c92, 0x8c92, 0, PCH_PORT},
        {INTEL, 0x8c94, 0x8c94, 0, PCH_PORT},
        {INTEL, 0x8c96, 0x8c96, 0, PCH_PORT},
        {INTEL, 0x8c98, 0x8c98, 0, PCH_PORT},
        {INTEL, 0x8c9a, 0x8c9a, 0, PCH_PORT},
        {INTEL, 0x8c9c, 0x8c9c, 0, PCH_PORT},
        {INTEL, 0x8c9e, 0x8c9e, 0, PCH_PORT},
        {INTEL, 0x8d10, 0x8d1e, 0, PCH_PORT},
        {INTEL, 0x9c10, 0x9c1b, 0, PCH_PORT},
        {INTEL, 0x9c90, 0x9c9b, 0, PCH_PORT},
        /* The same of Sunrise Point and Union Point (errata 23, 22) */
        {INTEL, 0x9d10, 0x9d1b, 0, WIDE_ACS_PORT},
        {INTEL, 0xa110, 0xa11f, 0, WIDE_ACS_PORT},
        {INTEL, 0xa167, 0xa16a, 0, WIDE_ACS_PORT},
        {INTEL, 0xa290, 0xa29f, 0, WIDE_ACS_PORT},
        {INTEL, 0xa2e7, 0xa2ee, 0, WIDE_ACS_PORT},
        /* Emulex */
        {0x19a2, 0x0710, 0x0710, 0, ISOLATED},
        {0x10df, 0x0720, 0x0720, 0, ISOLATED},
        /* Cavium */
        {0x177d, 0xa000, 0xa7ff, 0, ISOLATED_ROOT},
        {0x177d, 0xaf84, 0xaf84, 0, ISOLATED_ROOT},
        {0x177d, 0xb884, 0xb884, 0, ISOLATED_ROOT},
        {0x177d, 0xa026, 0xa026, 0, ISOLATED},
        {0x177d, 0xa059, 0xa059, 0, ISOLATED},
        {0x177d, 0xa060, 0xa060, 0, ISOLATED},
        /* APM, Ampere */
        {0x10e8, 0xe004, 0xe004, 0, ISOLATED},
        {0x1def, 0xe005, 0xe00c, 0, ISOLATED},
        /* Broadcom */
        {0x14e4, 0x16d7, 0x16d7, 0, ISOLATED},
        {0x14e4, 0x1750, 0x1752, 0, ISOLATED},
        {0x14e4, 0x1760, 0x1763, 0, ISOLATED},
        {0x14e4, 0xd714, 0xd714, 0, ISOLATED},
        /* Loongson */
        {0x0014, 0x3c09, 0x3c09, 0, ISOLATED},
        {0x0014, 0x3c19, 0x3c19, 0, ISOLATED},
        {0x0014, 0x3c29, 0x3c29, 0, ISOLATED},
        {0x0014, 0x7a09, 0x7a09, 0, ISOLATED},
        {0x0014, 0x7a19, 0x7a19, 0, ISOLATED},
        {0x0014, 0x7a29, 0x7a29, 0, ISOLATED},
        {0x0014, 0x7a39, 0x7a39, 0, ISOLATED},
        {0x0014, 0x7a49, 0x7a49, 0, ISOLATED},
        {0x0014, 0x7a59, 0x7a59, 0, ISOLATED},
        {0x0014, 0x7a69, 0x7a69, 0, ISOLATED},
        /* Amazon Annapurna Labs */
        {0x1c36, 0x0031, 0x0031, 0, ISOLATED_ROOT},
        /* NXP LX2xx0, LX2xx2 */
        {0x1957, 0x8d80, 0x8d83, 0, ISOLATED},
        {0x1957, 0x8d88, 0x8d8b, 0, ISOLATED},
        {0x1957, 0x8d90, 0x8d93, 0, ISOLATED},
        {0x1957, 0x8d98, 0x8d9b, 0, ISOLATED},
        {0x1957, 0x8da0, 0x8da1, 0, ISOLATED},
        {0x1957, 0x8da8, 0x8da9, 0, ISOLATED},
        {0x1957, 0x8db0, 0x8db1, 0, ISOLATED},
        {0x1957, 0x8db8, 0x8db9, 0, ISOLATED},
        /* Zhaoxin */
        {0x1d17, 0x3038, 0x3038, 0, ISOLATED},
        {0x1d17, 0x3104, 0x3104, 0, ISOLATED},
        {0x1d17, 0x9083, 0x9083, 0, ISOLATED},
        {0x1d17, 0x0710, 0x071e, 0, ISOLATED_PORT},
        {0x1d17, 0x0721, 0x0721, 0, ISOLATED_PORT},
        {0x1d17, 0x0723, 0x0752, 0, ISOLATED_PORT},
        {0x1d17, ANY, 0, NOT_ISOLATED_PORT},
        /* Wangxun */
        {0x8088, 0x0100, 0x010f, 0, ISOLATED},
        {0x8088, 0x1001, 0x1001, 0, ISOLATED},
        {0x8088, 0x2001, 0x2001, 0, ISOLATED},
        {0x8088, ANY, 0, NOT_ISOLATED},
};

/* Without a capability list it may be any type of port. */
static enum answer is_port(const struct pci_config *config, unsigned type, unsigned other)
{
	if (!config->express.present)
		return config->capabilities_known ? ANSWER_NO : ANSWER_UNKNOWN;
	return answer_of(config->express.port_type == type || config->express.port_type == other);
}

/* Something where the narrow control register would be: there is a narrow one. */
static enum answer has_wide_acs(const struct pci_config *config)
{
	if (!config->acs.present)
		return config->extended_known ? ANSWER_NO : ANSWER_UNKNOWN;
	if (!config->device_known && config->acs.ctl != 0)
		return ANSWER_NO;
	return is_port(config, PORT_ROOT, PORT_ROOT);
}

/* Whether the row is about this kind of device. */
static enum answer applies(const struct acs_quirk *quirk, const struct pci_config *config)
{
	switch ((enum reason)quirk->reason) {
	case ISOLATED_PORT:
	case NOT_ISOLATED_PORT:
		return is_port(config, PORT_ROOT, PORT_DOWNSTREAM);
	case ISOLATED_ROOT:
	case PCH_PORT:
		return is_port(config, PORT_ROOT, PORT_ROOT);
	case INTEGRATED:
		return is_port(config, PORT_INTEGRATED_ENDPOINT, PORT_INTEGRATED_ENDPOINT);
	case WIDE_ACS_PORT:
		return has_wide_acs(config);
	default:
		return ANSWER_YES;
	}
}

/* It is off. Where nobody asked for it while the kernel started, it would be on if somebody did. */
static enum answer if_asked(const struct acs_host *host)
{
	if (host->acs_asked == ANSWER_UNKNOWN)
		return ANSWER_UNKNOWN;
	return host->acs_asked == ANSWER_YES ? ANSWER_NO : ANSWER_YES;
}

/* Bits that it can't do stand for what it doesn't do anyway (PCIe 6.12.1.1). */
static enum answer is_on(const struct acs_host *host, unsigned cap, unsigned ctl)
{
	return (ctl & cap & ACS_REQUIRED) == (cap & ACS_REQUIRED) ? ANSWER_YES : if_asked(host);
}

/*
 * The kernel turns these two on by itself where it is asked for ACS; where their registers were not
 * seen it is taken for granted that it did.
 */
static enum answer wide_acs(const struct acs_host *host, const struct pci_config *config)
{
	return config->acs.next_known ? is_on(host, config->acs.cap, config->acs.next) : ANSWER_YES;
}

static enum answer pch_port(const struct acs_host *host, const struct pci_config *config)
{
	return config->pch_checks_known && !config->pch_checks_requester ? if_asked(host)
	                                                                 : ANSWER_YES;
}

static enum answer verdict_of(const struct acs_quirk *quirk, const struct acs_host *host,
                              const struct pci_config *config)
{
	switch ((enum reason)quirk->reason) {
	case NOT_ISOLATED:
	case NOT_ISOLATED_PORT:
		return ANSWER_NO;
	case PCH_PORT:
		return pch_port(host, config);
	case WIDE_ACS_PORT:
		return wide_acs(host, config);
	default:
		return ANSWER_YES;
	}
}

/* The only row that looks at where a device is. */
static enum answer southbridge(const struct acs_host *host, enum answer multifunction,
                               bool on_root_bus)
{
	if (!on_root_bus || multifunction == ANSWER_NO || host->amd_iommu == ANSWER_NO)
		return ANSWER_NO;
	return multifunction == host->amd_iommu ? multifunction : ANSWER_UNKNOWN;
}

static enum answer is_about(const struct acs_quirk *quirk, const struct pci_config *config)
{
	bool all = quirk->first == 0 && quirk->last == 0xffff;

	if (config->vendor_known && config->vendor_id != quirk->vendor)
		return ANSWER_NO;
	if (config->device_known &&
	    (config->device_id < quirk->first || config->device_id > quirk->last))
		return ANSWER_NO;
	if (!config->device_known && config->header_known && quirk->class &&
	    config->class_code >> 8 != quirk->class)
		return ANSWER_NO;
	return config->vendor_known && (config->device_known || all) ? ANSWER_YES : ANSWER_UNKNOWN;
}

/* The capability alone, as the kernel reads it (drivers/pci/pci.c, pci_acs_enabled). */
static enum answer by_capability(const struct acs_host *host, const struct pci_config *config)
{
	if (config->acs.present)
		return is_on(host, config->acs.cap, config->acs.ctl);
	return config->extended_known ? ANSWER_NO : ANSWER_UNKNOWN;
}

static enum answer by_type(const struct acs_host *host, const struct pci_config *config,
                           enum answer multifunction)
{
	if (!config->express.present)
		return config->capabilities_known ? ANSWER_NO : ANSWER_UNKNOWN;
	switch (config->express.port_type) {
	case PORT_TO_PCI:
	case PORT_FROM_PCI:
	case PORT_EVENT_COLLECTOR:
		return ANSWER_NO;
	case PORT_ROOT:
	case PORT_DOWNSTREAM:
		return by_capability(host, config);
	case PORT_ENDPOINT:
	case PORT_LEGACY_ENDPOINT:
	case PORT_UPSTREAM:
	case PORT_INTEGRATED_ENDPOINT:
		if (multifunction == ANSWER_YES)
			return by_capability(host, config);
		if (multifunction == ANSWER_UNKNOWN)
			return by_capability(host, config) | ANSWER_YES;
		return ANSWER_YES;
	default:
		return ANSWER_YES;
	}
}

enum answer acs_isolates(const struct acs_host *host, const struct pci_config *config,
                         enum answer multifunction, bool on_root_bus)
{
	enum answer possible = 0;

	for (size_t i = 0; i < sizeof(acs_quirks) / sizeof(acs_quirks[0]); i++) {
		const struct acs_quirk *quirk = &acs_quirks[i];
		enum answer about = is_about(quirk, config), kind;

		if (about == ANSWER_NO)
			continue;
		kind = quirk->reason == AMD_SOUTHBRIDGE
		               ? southbridge(host, multifunction, on_root_bus)
		               : applies(quirk, config);
		if (kind == ANSWER_NO)
			continue;
		possible |= verdict_of(quirk, host, config);
		if (kind == ANSWER_YES && about == ANSWER_YES)
			return possible;
	}
	return possible | by_type(host, config, multifunction);
}
