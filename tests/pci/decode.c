/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/pci/decode-config.h"

/*
 * Reads what `lspci -xxxx` prints and says what the decoder makes of it, in the words of lspci:
 * one line per value, "ADDRESS WHAT VALUE...". For tests/pci/compare.
 */

struct dump {
	char address[32];
	uint8_t bytes[CONFIG_SIZE];
	size_t length;
};

static char sign(bool value)
{
	return value ? '+' : '-';
}

static void print_window(const char *address, const char *name, const struct window *window)
{
	if (window->size == 0)
		printf("%s window %s closed\n", address, name);
	else
		printf("%s window %s %016llx-%016llx\n", address, name,
		       (unsigned long long)window->start,
		       (unsigned long long)(window->start + window->size - 1));
}

static void print_list(const char *address, const struct pci_config *config)
{
	for (unsigned i = 0; i < config->capability_count; i++) {
		const struct config_capability *capability = &config->capabilities[i];

		printf("%s cap %02x", address, capability->offset);
		printf(capability->extended ? " v%u\n" : "\n", capability->version);
	}
	if (config_is_bridge(config))
		printf("%s bus %02x %02x %02x\n", address, config->primary, config->secondary,
		       config->subordinate);
	if (!config->windows_known)
		return;
	print_window(address, "memory", &config->window);
	print_window(address, "prefetchable", &config->window_prefetchable);
}

static const char *port_name(unsigned type)
{
	static const char *const names[16] = {
	        [PORT_ENDPOINT] = "Endpoint",
	        [PORT_LEGACY_ENDPOINT] = "Legacy Endpoint",
	        [PORT_ROOT] = "Root Port",
	        [PORT_UPSTREAM] = "Upstream Port",
	        [PORT_DOWNSTREAM] = "Downstream Port",
	        [PORT_TO_PCI] = "PCI-Express to PCI/PCI-X Bridge",
	        [PORT_FROM_PCI] = "PCI/PCI-X to PCI-Express Bridge",
	        [PORT_INTEGRATED_ENDPOINT] = "Root Complex Integrated Endpoint",
	        [PORT_EVENT_COLLECTOR] = "Root Complex Event Collector",
	};

	return names[type] ? names[type] : "Unknown";
}

static const char *speed_name(unsigned speed)
{
	static const char *const names[] = {"unknown", "2.5GT/s", "5GT/s", "8GT/s",
	                                    "16GT/s",  "32GT/s",  "64GT/s"};

	return names[speed < sizeof(names) / sizeof(names[0]) ? speed : 0];
}

/* lspci leaves out what its own rules find meaningless for a type of port. */
static void print_express(const char *address, const struct config_express *express)
{
	unsigned type = express->port_type;

	if (!express->present)
		return;
	printf("%s express v%u %s", address, express->version, port_name(type));
	if (type == PORT_ROOT || type == PORT_DOWNSTREAM || type == PORT_FROM_PCI)
		printf(" (Slot%c)", sign(express->slot));
	puts("");
	if (type == PORT_ENDPOINT || type == PORT_LEGACY_ENDPOINT ||
	    type == PORT_INTEGRATED_ENDPOINT)
		printf("%s flr %c\n", address, sign(express->flr));
	if (type == PORT_INTEGRATED_ENDPOINT || type == PORT_EVENT_COLLECTOR)
		return;
	printf("%s link %s x%u of %s x%u\n", address, speed_name(express->speed), express->width,
	       speed_name(express->speed_max), express->width_max);
	if (express->version >= 2 && (type == PORT_ROOT || type == PORT_DOWNSTREAM))
		printf("%s ari %c %c\n", address, sign(express->ari_forwarding),
		       sign(express->ari_forwarding_on));
}

static void print_standard(const char *address, const struct pci_config *config)
{
	if (config->power.present)
		printf("%s power v%u %c %c D%u %c\n", address, config->power.version,
		       sign(config->power.d1), sign(config->power.d2), config->power.state,
		       sign(config->power.no_soft_reset));
	if (config->msi.present)
		printf("%s msi %c %u/%u %c %c\n", address, sign(config->msi.enabled),
		       config->msi.vectors_enabled, config->msi.vectors, sign(config->msi.maskable),
		       sign(config->msi.is_64bit));
	if (config->msix.present)
		printf("%s msi-x %c %u %c %u %08x %u %08x\n", address, sign(config->msix.enabled),
		       config->msix.vectors, sign(config->msix.masked), config->msix.table_bar,
		       config->msix.table_offset, config->msix.pending_bar,
		       config->msix.pending_offset);
	if (config->af.present)
		printf("%s af %c\n", address, sign(config->af.flr));
	print_express(address, &config->express);
}

static void print_acs_word(const char *address, const char *what, unsigned word)
{
	printf("%s %s", address, what);
	for (unsigned i = 0; i < 7; i++)
		printf(" %c", sign(word >> i & 1));
	puts("");
}

static void print_sriov(const char *address, const struct config_sriov *sriov)
{
	if (!sriov->present)
		return;
	printf("%s sr-iov %c %c %u %u %u %u %u %04x\n", address, sign(sriov->enabled),
	       sign(sriov->ari), sriov->initial, sriov->total, sriov->count, sriov->offset,
	       sriov->stride, sriov->device_id);
	for (unsigned i = 0; i < CONFIG_BARS; i++)
		if (sriov->bars[i].used)
			printf("%s vf-bar %u %0*llx %s %s\n", address, i,
			       sriov->bars[i].is_64bit ? 16 : 8,
			       (unsigned long long)sriov->bars[i].start,
			       sriov->bars[i].is_64bit ? "64-bit" : "32-bit",
			       sriov->bars[i].prefetchable ? "prefetchable" : "non-prefetchable");
}

static void print_size(unsigned power)
{
	static const char units[] = "MGTPEZ";

	printf(" %u%cB", 1u << power % 10, units[power / 10 % 6]);
}

static void print_resizable(const char *address, const struct config_resizable *resizable)
{
	for (unsigned i = 0; i < resizable->count; i++) {
		printf("%s resizable %u", address, resizable->bars[i].bar);
		print_size(resizable->bars[i].current);
		printf(" of");
		for (unsigned j = 0; j < 64; j++)
			if (resizable->bars[i].sizes >> j & 1)
				print_size(j);
		puts("");
	}
}

static void print_switches(const char *address, const struct pci_config *config)
{
	if (config->ats.present)
		printf("%s ats %02x %c\n", address, config->ats.size, sign(config->ats.enabled));
	if (config->pri.present)
		printf("%s pri %c\n", address, sign(config->pri.enabled));
	if (config->pasid.present)
		printf("%s pasid %02x %c\n", address, config->pasid.size,
		       sign(config->pasid.enabled));
	if (config->ari)
		printf("%s has-ari\n", address);
	if (config->aer)
		printf("%s has-aer\n", address);
}

static void print_extended(const char *address, const struct pci_config *config)
{
	if (config->acs.present) {
		print_acs_word(address, "acs-cap", config->acs.cap);
		print_acs_word(address, "acs-ctl", config->acs.ctl);
	}
	print_sriov(address, &config->sriov);
	print_resizable(address, &config->resizable);
	print_resizable(address, &config->resizable_virtual);
	print_switches(address, config);
	if (config->serial_known) {
		printf("%s serial ", address);
		for (int i = 7; i >= 0; i--)
			printf("%02x%s", (unsigned)(config->serial >> i * 8 & 0xff),
			       i ? "-" : "\n");
	}
}

static void print_function(struct dump *dump)
{
	struct pci_config config = decode_config(dump->bytes, dump->length, false);

	if (dump->address[0] == '\0')
		return;
	if (config.all_ones)
		printf("%s all-ones\n", dump->address);
	print_list(dump->address, &config);
	print_standard(dump->address, &config);
	print_extended(dump->address, &config);
}

/* "00: 86 80 ..." */
static void add_bytes(struct dump *dump, const char *line)
{
	char *end;
	unsigned long offset = strtoul(line, &end, 16);

	for (line = end + 1; offset < CONFIG_SIZE; line = end) {
		unsigned long byte = strtoul(line, &end, 16);

		if (end == line)
			break;
		dump->bytes[offset++] = (uint8_t)byte;
		dump->length = offset;
	}
}

int main(void)
{
	struct dump dump = {0};
	char line[512];

	while (fgets(line, sizeof(line), stdin)) {
		size_t word = strcspn(line, " \n");

		if (word > 1 && line[word] == ' ' && strchr(line, '.') &&
		    strchr(line, '.') < line + word) {
			print_function(&dump);
			dump = (struct dump){0};
			snprintf(dump.address, sizeof(dump.address), "%.*s", (int)word, line);
		} else if (word > 1 && line[word - 1] == ':' && isxdigit((unsigned char)line[0])) {
			add_bytes(&dump, line);
		}
	}
	print_function(&dump);
	return 0;
}
