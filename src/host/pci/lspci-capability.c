/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/lspci-line.h"

#include <string.h>

#define EXTENDED_START 0x100

/* Capabilities by their ids, extended ones above 16 bits. */
enum {
	POWER = 0x01,
	MSI = 0x05,
	EXPRESS = 0x10,
	MSIX = 0x11,
	AF = 0x13,
	EXTENDED = 0x10000,
	AER = EXTENDED | 0x01,
	SERIAL = EXTENDED | 0x03,
	ACS = EXTENDED | 0x0d,
	ARI = EXTENDED | 0x0e,
	ATS = EXTENDED | 0x0f,
	SRIOV = EXTENDED | 0x10,
	RESIZABLE = EXTENDED | 0x15,
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

/* "24-0d-6b-ff-ff-00-00-01" */
static void decode_serial(struct lspci_line line, struct pci_config *config)
{
	struct lspci_line digits;
	uint64_t serial = 0;

	if (!lspci_after(line, "Device Serial Number", &digits) || digits.length < 23)
		return;
	for (unsigned i = 0; i < 8; i++) {
		struct lspci_line pair = {digits.text + 3 * (size_t)i, 2};
		struct lspci_number byte = lspci_number(pair, 16);

		if (!byte.known)
			return;
		serial = serial << 8 | byte.value;
	}
	config->serial_known = true;
	config->serial = serial;
}

/* Names, ids and places of all; what is behind some is taken here, too. */
static void note_in_list(const struct lspci_line place, unsigned id, struct pci_config *config)
{
	struct config_capability *item = &config->capabilities[config->capability_count];

	if (config->capability_count == CONFIG_CAPABILITIES)
		return;
	*item = (struct config_capability){.id = (uint16_t)id,
	                                   .offset = (uint16_t)lspci_number(place, 16).value,
	                                   .extended = id & EXTENDED};
	config->capability_count++;
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
	case SERIAL:
		return decode_serial(name, config);
	case RESIZABLE:
		config->resizable.present = true;
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
	bool extended;
	uint16_t id;

	*capability = 0;
	if (lspci_after(line, "<access denied>", &name))
		config->capabilities_known = config->extended_known = false;
	else if (lspci_after(line, "<", &name))
		config->broken = true;
	if (!lspci_after(line, "[", &line) || !lspci_find(line, "]", &name))
		return;
	extended = lspci_number(line, 16).value >= EXTENDED_START;
	if (!lspci_capability_id(name, extended, &id)) {
		function->unnamed = true;
		return;
	}
	*capability = id | (extended ? EXTENDED : 0u);
	note_in_list(line, *capability, config);
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

/* "64MB", "16GB": as the exponent of 2^n MiB. */
static bool size_exponent(struct lspci_line line, unsigned *ret)
{
	struct lspci_number number = lspci_number(line, 10);
	unsigned exponent = 0;

	while (line.length > 0 && *line.text >= '0' && *line.text <= '9')
		line = (struct lspci_line){line.text + 1, line.length - 1};
	if (!number.known || number.value == 0 || line.length < 2 || line.text[1] != 'B')
		return false;
	while (number.value >>= 1)
		exponent++;
	exponent += *line.text == 'G' ? 10u : *line.text == 'T' ? 20u : 0u;
	*ret = exponent;
	return exponent < 44; /* PCIe 7.8.6.2 */
}

/* "BAR 1: current size: 8GB, supported: 64MB 128MB 256MB" */
static void decode_resizable(struct lspci_line line, struct config_resizable *resizable)
{
	struct lspci_line number, current, sizes;
	unsigned exponent;
	uint64_t set = 0;

	if (resizable->count == CONFIG_BARS || !lspci_after(line, "BAR ", &number) ||
	    !lspci_find(line, "current size:", &current) ||
	    !lspci_find(line, "supported:", &sizes) || !size_exponent(current, &exponent))
		return;
	resizable->bars[resizable->count].bar = (uint8_t)(lspci_number(number, 10).value & 7);
	resizable->bars[resizable->count].current = (uint8_t)exponent;
	while (size_exponent(sizes, &exponent)) {
		set |= UINT64_C(1) << exponent;
		if (!lspci_find(sizes, " ", &sizes))
			break;
	}
	resizable->bars[resizable->count++].sizes = set;
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
	case RESIZABLE:
		return decode_resizable(line, &function->config.resizable);
	case AF:
		lspci_flag(line, "FLR", &function->config.af.flr);
		return;
	default:
		return;
	}
}
