/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/decode-capability.h"

static void decode_power(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	uint16_t cap = config_word(space, at + 2), status = config_word(space, at + 4);

	config->power = (struct config_power){
	        .present = true,
	        .version = cap & 7,
	        .d1 = cap >> 9 & 1,
	        .d2 = cap >> 10 & 1,
	        .state = status & 3,
	        .no_soft_reset = status >> 3 & 1,
	};
}

static void decode_msi(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	uint16_t control = config_word(space, at + 2);

	config->msi = (struct config_msi){
	        .present = true,
	        .enabled = control & 1,
	        .vectors = (uint8_t)(1 << (control >> 1 & 7)),
	        .vectors_enabled = (uint8_t)(1 << (control >> 4 & 7)),
	        .is_64bit = control >> 7 & 1,
	        .maskable = control >> 8 & 1,
	};
}

static void decode_msix(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	uint16_t control = config_word(space, at + 2);
	uint32_t table = config_dword(space, at + 4), pending = config_dword(space, at + 8);

	config->msix = (struct config_msix){
	        .present = true,
	        .enabled = control >> 15 & 1,
	        .masked = control >> 14 & 1,
	        .vectors = (uint16_t)((control & 0x7ff) + 1),
	        .table_bar = table & 7,
	        .table_offset = table & ~7u,
	        .pending_bar = pending & 7,
	        .pending_offset = pending & ~7u,
	};
}

static void decode_subsystem(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->subsystem_vendor_id = config_word(space, at + 4);
	config->subsystem_id = config_word(space, at + 6);
}

static void decode_af(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->af = (struct config_af){.present = true, .flr = space->bytes[at + 3] >> 1 & 1};
}

/* The second half is there from version 2 on (PCIe 7.5.3, figure 7-23); then all of it is. */
static void decode_express_2(const struct config_bytes *space, size_t at,
                             struct config_express *express)
{
	uint32_t cap = config_dword(space, at + 0x24);

	if (express->version < 2)
		return;
	express->ari_forwarding = cap >> 5 & 1;
	express->atomic_routing = cap >> 6 & 1;
	express->ari_forwarding_on = config_word(space, at + 0x28) >> 5 & 1;
}

static void decode_express(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	uint16_t flags = config_word(space, at + 2), link = config_word(space, at + 0x12);
	uint32_t device = config_dword(space, at + 4), link_max = config_dword(space, at + 0x0c);

	config->express = (struct config_express){
	        .present = true,
	        .version = flags & 0xf,
	        .port_type = flags >> 4 & 0xf,
	        .slot = flags >> 8 & 1,
	        .flr = device >> 28 & 1,
	        .speed_max = link_max & 0xf,
	        .width_max = link_max >> 4 & 0x3f,
	        .speed = link & 0xf,
	        .width = link >> 4 & 0x3f,
	};
	if (at + 0x2a <= space->length)
		decode_express_2(space, at, &config->express);
}

static void decode_acs(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->acs = (struct config_acs){
	        .present = true,
	        .cap = config_word(space, at + 4),
	        .ctl = config_word(space, at + 6),
	        .next_known = at + 10 <= space->length,
	};
	if (config->acs.next_known)
		config->acs.next = config_word(space, at + 8);
}

/* As of any memory BAR (PCIe 7.5.1.2.1); a 64-bit one takes two registers. */
static void decode_virtual_bars(const struct config_bytes *space, size_t at,
                                struct config_sriov *sriov)
{
	for (unsigned i = 0; i < CONFIG_BARS; i++) {
		uint32_t low = config_dword(space, at + (size_t)i * 4);
		unsigned bar = i;

		if (low == 0)
			continue;
		sriov->bars[bar].used = true;
		sriov->bars[bar].start = low & ~0xfu;
		sriov->bars[bar].prefetchable = low >> 3 & 1;
		sriov->bars[bar].is_64bit = (low >> 1 & 3) == 2 && i + 1 < CONFIG_BARS;
		if (sriov->bars[bar].is_64bit)
			sriov->bars[bar].start |=
			        (uint64_t)config_dword(space, at + (size_t)++i * 4) << 32;
	}
}

static void decode_sriov(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	uint16_t control = config_word(space, at + 8);

	config->sriov = (struct config_sriov){
	        .present = true,
	        .enabled = control & 1,
	        .ari = control >> 4 & 1,
	        .initial = config_word(space, at + 0x0c),
	        .total = config_word(space, at + 0x0e),
	        .count = config_word(space, at + 0x10),
	        .offset = config_word(space, at + 0x14),
	        .stride = config_word(space, at + 0x16),
	        .device_id = config_word(space, at + 0x1a),
	};
	decode_virtual_bars(space, at + 0x24, &config->sriov);
}

/* The number of BARs is in the first control register; a pair of registers for each follows. */
static struct config_resizable decode_sizes(const struct config_bytes *space, size_t at)
{
	struct config_resizable sizes = {.present = true};
	unsigned count = config_dword(space, at + 8) >> 5 & 7;

	for (; sizes.count < count && sizes.count < CONFIG_BARS; sizes.count++, at += 8) {
		uint32_t cap, control;

		if (at + 12 > space->length)
			break;
		cap = config_dword(space, at + 4);
		control = config_dword(space, at + 8);
		sizes.bars[sizes.count].bar = control & 7;
		sizes.bars[sizes.count].current = control >> 8 & 0x3f;
		sizes.bars[sizes.count].sizes = cap >> 4 | (uint64_t)(control >> 16) << 28;
	}
	return sizes;
}

static void decode_resizable(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->resizable = decode_sizes(space, at);
}

static void decode_resizable_virtual(const struct config_bytes *space, size_t at,
                                     struct pci_config *config)
{
	config->resizable_virtual = decode_sizes(space, at);
}

static void decode_ats(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->ats = (struct config_switch){
	        .present = true,
	        .enabled = config_word(space, at + 6) >> 15 & 1,
	        .size = config_word(space, at + 4) & 0x1f,
	};
}

static void decode_pri(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->pri = (struct config_switch){
	        .present = true,
	        .enabled = config_word(space, at + 4) & 1,
	};
}

static void decode_pasid(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->pasid = (struct config_switch){
	        .present = true,
	        .enabled = config_word(space, at + 6) & 1,
	        .size = config_word(space, at + 4) >> 8 & 0x1f,
	};
}

static void decode_ari(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->ari = true;
}

static void decode_aer(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->aer = true;
}

static void decode_serial(const struct config_bytes *space, size_t at, struct pci_config *config)
{
	config->serial_known = true;
	config->serial = config_dword(space, at + 4) | (uint64_t)config_dword(space, at + 8) << 32;
}

/* What is known of capabilities: "PCI Code and ID Assignment", sections 2 and 3. */
struct capability_kind {
	uint16_t id;
	bool extended;
	const char *name;
	size_t length; /* bytes that `decode` reads */
	void (*decode)(const struct config_bytes *space, size_t at, struct pci_config *config);
};

static const struct capability_kind kinds[] = {
        {0x01, false, "pm", 6, decode_power},
        {0x02, false, "agp", 0, NULL},
        {0x03, false, "vpd", 0, NULL},
        {0x04, false, "slot-id", 0, NULL},
        {0x05, false, "msi", 4, decode_msi},
        {0x06, false, "hot-swap", 0, NULL},
        {0x07, false, "pci-x", 0, NULL},
        {0x08, false, "hypertransport", 0, NULL},
        {0x09, false, "vendor", 0, NULL},
        {0x0a, false, "debug-port", 0, NULL},
        {0x0b, false, "compactpci", 0, NULL},
        {0x0c, false, "hot-plug", 0, NULL},
        {0x0d, false, "subsystem", 8, decode_subsystem},
        {0x0e, false, "agp-8x", 0, NULL},
        {0x0f, false, "secure", 0, NULL},
        {0x10, false, "express", 0x14, decode_express},
        {0x11, false, "msi-x", 12, decode_msix},
        {0x12, false, "sata", 0, NULL},
        {0x13, false, "af", 4, decode_af},
        {0x14, false, "ea", 0, NULL},
        {0x01, true, "aer", 4, decode_aer},
        {0x02, true, "vc", 0, NULL},
        {0x03, true, "serial", 12, decode_serial},
        {0x04, true, "power-budget", 0, NULL},
        {0x05, true, "rc-links", 0, NULL},
        {0x07, true, "event-collector", 0, NULL},
        {0x08, true, "mfvc", 0, NULL},
        {0x09, true, "vc", 0, NULL},
        {0x0b, true, "vendor", 0, NULL},
        {0x0d, true, "acs", 8, decode_acs},
        {0x0e, true, "ari", 4, decode_ari},
        {0x0f, true, "ats", 8, decode_ats},
        {0x10, true, "sr-iov", 0x3c, decode_sriov},
        {0x11, true, "mr-iov", 0, NULL},
        {0x12, true, "multicast", 0, NULL},
        {0x13, true, "pri", 8, decode_pri},
        {0x15, true, "resizable-bar", 12, decode_resizable},
        {0x16, true, "dpa", 0, NULL},
        {0x17, true, "tph", 0, NULL},
        {0x18, true, "ltr", 0, NULL},
        {0x19, true, "secondary", 0, NULL},
        {0x1b, true, "pasid", 8, decode_pasid},
        {0x1d, true, "dpc", 0, NULL},
        {0x1e, true, "l1-pm", 0, NULL},
        {0x1f, true, "ptm", 0, NULL},
        {0x23, true, "dvsec", 0, NULL},
        {0x24, true, "vf-resizable-bar", 12, decode_resizable_virtual},
        {0x25, true, "data-link-feature", 0, NULL},
        {0x26, true, "16gt", 0, NULL},
        {0x27, true, "lane-margining", 0, NULL},
        {0x2a, true, "32gt", 0, NULL},
        {0x2e, true, "doe", 0, NULL},
        {0x2f, true, "device-3", 0, NULL},
        {0x30, true, "ide", 0, NULL},
        {0x31, true, "64gt", 0, NULL},
};

static const struct capability_kind *find_kind(uint16_t id, bool extended)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].id == id && kinds[i].extended == extended)
			return &kinds[i];
	return NULL;
}

static bool was_there_before(const struct config_capability *capability,
                             const struct pci_config *config)
{
	unsigned seen = 0;

	for (unsigned i = 0; i < config->capability_count; i++)
		seen += config->capabilities[i].id == capability->id &&
		        config->capabilities[i].extended == capability->extended;
	return seen > 1;
}

bool decode_capability(const struct config_bytes *space, const struct config_capability *capability,
                       struct pci_config *config)
{
	const struct capability_kind *kind = find_kind(capability->id, capability->extended);

	if (!kind || !kind->decode || was_there_before(capability, config))
		return true;
	if (capability->offset + kind->length > space->length)
		return false;
	kind->decode(space, capability->offset, config);
	return true;
}

const char *config_capability_name(uint16_t id, bool extended)
{
	const struct capability_kind *kind = find_kind(id, extended);

	return kind ? kind->name : NULL;
}
