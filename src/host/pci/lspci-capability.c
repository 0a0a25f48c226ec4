/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/lspci-line.h"

#include <string.h>

/* Capabilities by their ids, extended ones above 16 bits. */
enum {
	POWER = 0x01,
	MSI = 0x05,
	EXPRESS = 0x10,
	MSIX = 0x11,
	AF = 0x13,
	EXTENDED = 0x10000,
	AER = EXTENDED | 0x01,
	ACS = EXTENDED | 0x0d,
	ARI = EXTENDED | 0x0e,
	ATS = EXTENDED | 0x0f,
	SRIOV = EXTENDED | 0x10,
};

static void decode_port_type(struct lspci_line line, struct pci_config *config)
{
	static const struct {
		const char *name;
		enum port_type type;
	} types[] = {
	        {"Root Complex Integrated Endpoint", PORT_INTEGRATED_ENDPOINT},
	        {"Root Complex Event Collector", PORT_EVENT_COLLECTOR},
	        {"Legacy Endpoint", PORT_LEGACY_ENDPOINT},
	        {"Endpoint", PORT_ENDPOINT},
	        {"Root Port", PORT_ROOT},
	        {"Upstream Port", PORT_UPSTREAM},
	        {"Downstream Port", PORT_DOWNSTREAM},
	        {"PCI-Express to PCI", PORT_TO_PCI},
	        {"PCI/PCI-X to PCI-Express", PORT_FROM_PCI},
	};
	struct lspci_line rest;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!lspci_find(line, types[i].name, &rest))
			continue;
		config->express.present = true;
		config->express.port_type = (uint8_t)types[i].type;
		lspci_flag(line, "Slot", &config->express.slot);
		return;
	}
	/* A type that has no name here: a port of which nothing may be said. */
	config->capabilities_known = false;
}

static void decode_msi(struct lspci_line line, struct pci_config *config)
{
	config->msi.present = true;
	lspci_flag(line, "Enable", &config->msi.enabled);
	lspci_flag(line, "64bit", &config->msi.is_64bit);
	lspci_flag(line, "Maskable", &config->msi.maskable);
}

static void decode_msix(struct lspci_line line, struct pci_config *config)
{
	struct lspci_line rest;

	config->msix.present = true;
	lspci_flag(line, "Enable", &config->msix.enabled);
	lspci_flag(line, "Masked", &config->msix.masked);
	if (lspci_find(line, "Count=", &rest))
		config->msix.vectors = (uint16_t)lspci_number(rest, 10).value;
}

static unsigned capability_id(struct lspci_line name)
{
	static const struct {
		const char *name;
		unsigned id;
	} names[] = {
	        {"Express", EXPRESS},
	        {"MSI-X:", MSIX},
	        {"MSI:", MSI},
	        {"Power Management", POWER},
	        {"PCI Advanced Features", AF},
	        {"Advanced Error Reporting", AER},
	        {"Access Control Services", ACS},
	        {"Alternative Routing-ID Interpretation", ARI},
	        {"Address Translation Service", ATS},
	        {"Single Root I/O Virtualization", SRIOV},
	};
	struct lspci_line rest;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (lspci_after(name, names[i].name, &rest))
			return names[i].id;
	return 0;
}

static void note_capability(unsigned id, struct lspci_line name, struct pci_config *config)
{
	switch (id) {
	case EXPRESS:
		return decode_port_type(name, config);
	case MSI:
		return decode_msi(name, config);
	case MSIX:
		return decode_msix(name, config);
	case POWER:
		config->power.present = true;
		return;
	case AF:
		config->af.present = true;
		return;
	case ACS:
		config->acs.present = true;
		return;
	case SRIOV:
		config->sriov.present = true;
		return;
	case ATS:
		config->ats.present = true;
		return;
	case ARI:
		config->ari = true;
		return;
	case AER:
		config->aer = true;
		return;
	default:
		return;
	}
}

/* "[a0] Express Root Port", "[100 v1] Advanced Error Reporting", "<access denied>". */
static void begin_capability(struct lspci_line line, struct lspci_function *function,
                             unsigned *capability)
{
	struct pci_config *config = &function->config;
	struct lspci_line name;

	*capability = 0;
	if (lspci_after(line, "<access denied>", &name))
		config->capabilities_known = config->extended_known = false;
	else if (lspci_after(line, "<", &name))
		config->broken = true;
	if (!lspci_after(line, "[", &line) || !lspci_find(line, "]", &name))
		return;
	*capability = capability_id(name);
	note_capability(*capability, name, config);
}

/* The bits of an ACS register; those that are missing in the line make it unknown. */
static bool acs_bits(struct lspci_line line, uint16_t *ret)
{
	static const char *const names[] = {"SrcValid",    "TransBlk",   "ReqRedir",   "CmpltRedir",
	                                    "UpstreamFwd", "EgressCtrl", "DirectTrans"};
	uint16_t bits = 0;

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		bool set;

		if (!lspci_flag(line, names[i], &set))
			return false;
		bits = (uint16_t)(bits | set << i);
	}
	*ret = bits;
	return true;
}

/* Both registers, or it is as if the extended capabilities were not seen. */
static void decode_acs(struct lspci_line line, struct lspci_function *function)
{
	struct lspci_line rest;

	if (lspci_after(line, "ACSCap:", &rest))
		function->acs_seen |= acs_bits(rest, &function->config.acs.cap) ? 1 : 0;
	else if (lspci_after(line, "ACSCtl:", &rest))
		function->acs_seen |= acs_bits(rest, &function->config.acs.ctl) ? 2 : 0;
}

/* A text like "16GT/s" up to the next comma or blank. */
static struct lspci_line word_after(struct lspci_line line, const char *name)
{
	struct lspci_line word = {line.text, 0}, rest;

	if (!lspci_find(line, name, &rest))
		return word;
	word.text = rest.text;
	while (word.length < rest.length && !strchr(", \t", rest.text[word.length]))
		word.length++;
	return word;
}

static void decode_express(struct lspci_line line, struct lspci_function *function)
{
	struct lspci_line rest;

	/* "FLReset" is in the line behind DevCap, and again in one behind DevCtl. */
	if (lspci_after(line, "DevCap:", &rest))
		function->in_devcap = true;
	else if (lspci_find(line, ":", &rest) && lspci_after(line, "Dev", &rest))
		function->in_devcap = false;
	if (function->in_devcap)
		lspci_flag(line, "FLReset", &function->config.express.flr);
	if (lspci_after(line, "LnkCap:", &rest)) {
		function->speed_max = word_after(rest, "Speed ");
		function->width_max = word_after(rest, "Width x");
	} else if (lspci_after(line, "LnkSta:", &rest)) {
		function->speed = word_after(rest, "Speed ");
		function->width = word_after(rest, "Width x");
	}
}

static void decode_power(struct lspci_line line, struct lspci_function *function)
{
	struct lspci_line rest;

	if (!lspci_after(line, "Status: D", &rest))
		return;
	function->power_state = lspci_number(rest, 10);
	lspci_flag(rest, "NoSoftRst", &function->config.power.no_soft_reset);
}

static uint16_t number_after(struct lspci_line line, const char *name, unsigned base)
{
	struct lspci_line rest;

	return lspci_find(line, name, &rest) ? (uint16_t)lspci_number(rest, base).value : 0;
}

static void decode_sriov(struct lspci_line line, struct config_sriov *sriov)
{
	struct lspci_line rest;

	if (lspci_after(line, "IOVCtl:", &rest)) {
		lspci_flag(rest, "Enable", &sriov->enabled);
		lspci_flag(rest, "ARIHierarchy", &sriov->ari);
	} else if (lspci_after(line, "Initial VFs:", &rest)) {
		sriov->initial = (uint16_t)lspci_number(rest, 10).value;
		sriov->total = number_after(line, "Total VFs:", 10);
		sriov->count = number_after(line, "Number of VFs:", 10);
	} else if (lspci_after(line, "VF offset:", &rest)) {
		sriov->offset = (uint16_t)lspci_number(rest, 10).value;
		sriov->stride = number_after(line, "stride:", 10);
		sriov->device_id = number_after(line, "Device ID:", 16);
	}
}

void lspci_capability(struct lspci_line line, struct lspci_function *function, unsigned *capability)
{
	struct lspci_line rest;

	if (lspci_after(line, "Capabilities:", &rest))
		return begin_capability(rest, function, capability);
	switch (*capability) {
	case EXPRESS:
		return decode_express(line, function);
	case POWER:
		return decode_power(line, function);
	case ACS:
		return decode_acs(line, function);
	case SRIOV:
		return decode_sriov(line, &function->config.sriov);
	case AF:
		lspci_flag(line, "FLR", &function->config.af.flr);
		return;
	default:
		return;
	}
}
