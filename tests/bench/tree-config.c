/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tree-config.h"

#include <inttypes.h>
#include <stdio.h>

const struct kind kind_root_port = {.name = "root port",
                                    .vendor = 0x8086,
                                    .device = 0x2030,
                                    .class = 0x060400,
                                    .driver = "pcieport",
                                    .reset = "pm",
                                    .express = true,
                                    .bridge = true,
                                    .multifunction = true,
                                    .acs = true,
                                    .acs_on = true,
                                    .port_type = 4};
const struct kind kind_upstream = {.name = "upstream",
                                   .vendor = 0x10b5,
                                   .device = 0x8796,
                                   .class = 0x060400,
                                   .driver = "pcieport",
                                   .reset = "pm bus",
                                   .express = true,
                                   .bridge = true,
                                   .port_type = 5};
const struct kind kind_downstream = {.name = "downstream",
                                     .vendor = 0x10b5,
                                     .device = 0x8796,
                                     .class = 0x060400,
                                     .driver = "pcieport",
                                     .reset = "pm bus",
                                     .express = true,
                                     .bridge = true,
                                     .acs = true,
                                     .acs_on = true,
                                     .port_type = 6};
const struct kind kind_downstream_off = {.name = "downstream off",
                                         .vendor = 0x10b5,
                                         .device = 0x8796,
                                         .class = 0x060400,
                                         .driver = "pcieport",
                                         .reset = "pm bus",
                                         .express = true,
                                         .bridge = true,
                                         .acs = true,
                                         .port_type = 6};
const struct kind kind_gpu = {.name = "gpu",
                              .vendor = 0x10de,
                              .device = 0x1e07,
                              .class = 0x030000,
                              .driver = "nvidia",
                              .reset = "bus",
                              .express = true,
                              .multifunction = true,
                              .bars = {24, 28, 0, 25, 0, 0}};
const struct kind kind_gpu_audio = {.name = "gpu audio",
                                    .vendor = 0x10de,
                                    .device = 0x10f7,
                                    .class = 0x040300,
                                    .driver = "snd_hda_intel",
                                    .reset = "bus",
                                    .express = true,
                                    .multifunction = true,
                                    .bars = {14}};
const struct kind kind_gpu_usb = {.name = "gpu usb",
                                  .vendor = 0x10de,
                                  .device = 0x1ad6,
                                  .class = 0x0c0330,
                                  .driver = "xhci_hcd",
                                  .reset = "pm bus",
                                  .express = true,
                                  .multifunction = true,
                                  .bars = {0, 18}};
const struct kind kind_disk = {.name = "disk",
                               .vendor = 0x144d,
                               .device = 0xa808,
                               .class = 0x010802,
                               .driver = "nvme",
                               .reset = "flr bus",
                               .express = true,
                               .bars = {0, 14}};
const struct kind kind_usb = {.name = "usb",
                              .vendor = 0x1912,
                              .device = 0x0014,
                              .class = 0x0c0330,
                              .driver = "xhci_hcd",
                              .express = true,
                              .multifunction = true,
                              .bars = {0, 13}};
const struct kind kind_network_acs = {.name = "network acs",
                                      .vendor = 0x15b3,
                                      .device = 0x1019,
                                      .class = 0x020000,
                                      .driver = "mlx5_core",
                                      .reset = "flr bus",
                                      .express = true,
                                      .multifunction = true,
                                      .acs = true,
                                      .acs_on = true,
                                      .bars = {0, 25}};
const struct kind kind_network = {.name = "network",
                                  .vendor = 0x8086,
                                  .device = 0x1592,
                                  .class = 0x020000,
                                  .driver = "ice",
                                  .reset = "flr",
                                  .express = true,
                                  .multifunction = true,
                                  .acs = true,
                                  .acs_on = true,
                                  .virtual_count = 53,
                                  .bars = {0, 25, 0, 16}};
const struct kind kind_virtual_0 = {.name = "virtual 0",
                                    .vendor = 0x8086,
                                    .device = 0x1889,
                                    .class = 0x020000,
                                    .reset = "flr",
                                    .express = true,
                                    .virtual = 1,
                                    .bars = {0, 17, 0, 14}};
const struct kind kind_virtual_1 = {.name = "virtual 1",
                                    .vendor = 0x8086,
                                    .device = 0x1889,
                                    .class = 0x020000,
                                    .reset = "flr",
                                    .express = true,
                                    .virtual = 2,
                                    .bars = {0, 17, 0, 14}};
const struct kind kind_isa = {.name = "isa",
                              .vendor = 0x8086,
                              .device = 0xa1c1,
                              .class = 0x060100,
                              .driver = "lpc_ich",
                              .multifunction = true};
const struct kind kind_smbus = {.name = "smbus",
                                .vendor = 0x8086,
                                .device = 0xa1a3,
                                .class = 0x0c0500,
                                .driver = "i801_smbus",
                                .multifunction = true,
                                .bars = {8}};

static void put16(struct config *config, size_t at, unsigned value)
{
	config->bytes[at] = (uint8_t)value;
	config->bytes[at + 1] = (uint8_t)(value >> 8);
}

static void put32(struct config *config, size_t at, uint32_t value)
{
	put16(config, at, value & 0xffff);
	put16(config, at + 2, value >> 16);
}

/* A virtual function has neither ids nor BARs of its own (PCIe 9.3.4.1). */
static void put_header(struct config *config, const struct kind *kind)
{
	put16(config, 0x00, kind->virtual ? 0xffff : kind->vendor);
	put16(config, 0x02, kind->virtual ? 0xffff : kind->device);
	put16(config, 0x04, 0x0406);
	put16(config, 0x06, 0x0010);
	put32(config, 0x08, kind->class << 8 | 2);
	config->bytes[0x0e] = (uint8_t)(kind->bridge | (kind->multifunction ? 0x80 : 0));
	put32(config, 0x2c, kind->bridge ? 0 : 0x012315d9);
	config->bytes[0x34] = 0x40;
	for (unsigned i = 0; i < 6 && !kind->virtual && !kind->bridge; i++)
		if (kind->bars[i])
			put32(config, 0x10 + 4 * i, i ? 0xc : 0x0);
}

static void put_buses(struct config *config, unsigned secondary, unsigned subordinate)
{
	config->bytes[0x19] = (uint8_t)secondary;
	config->bytes[0x1a] = (uint8_t)subordinate;
	put32(config, 0x1c, 0x000001f1);
	put32(config, 0x20, 0xfff0fff0);
}

/* Power management, MSI, MSI-X, PCI Express (PCIe 7.5.2, 7.7.1, 7.7.2, 7.5.3). */
static void put_capabilities(struct config *config, const struct kind *kind)
{
	put32(config, 0x40, 0x0003u << 16 | (kind->express ? 0x50u : 0u) << 8 | 0x01u);
	put32(config, 0x44, 0x8);
	if (!kind->express)
		return;
	put32(config, 0x50, 0x01806005);
	put32(config, 0x60, 0x80107011 | (kind->bridge ? 0 : 0x003f0000));
	put32(config, 0x64, 0x2000);
	put32(config, 0x68, 0x3000);
	put32(config, 0x70,
	      (2u | kind->port_type << 4 | (kind->port_type == 4 ? 0x100 : 0)) << 16 | 0x10);
	put32(config, 0x74, kind->reset && kind->reset[0] == 'f' ? 0x10008000 : 0x8000);
	put32(config, 0x7c, 0x00477d04);
	put16(config, 0x82, 0x1104);
	put32(config, 0x94, 0x0007081f);
}

/* Adds one behind the others; each says where the next is. */
static void put_extended(struct config *config, size_t *at, size_t *last, unsigned id, size_t size)
{
	if (*last)
		put16(config, *last + 2, 1u | (unsigned)*at << 4);
	put32(config, *at, id | 1u << 16);
	*last = *at;
	*at += size;
}

static void put_virtual_functions(struct config *config, size_t at, unsigned count)
{
	put32(config, at + 0x08, 0x1 | 0x8);
	put32(config, at + 0x0c, count << 16 | count);
	put32(config, at + 0x10, count);
	put32(config, at + 0x14, 2u << 16 | 8);
	put32(config, at + 0x18, 0x1889u << 16);
	put32(config, at + 0x1c, 0x553);
	put32(config, at + 0x20, 0x1);
	put32(config, at + 0x24, 0xc);
}

/* AER, ACS, the serial number, ARI, SR-IOV, ATS (PCIe 7.8.4, 7.7.8, 7.9.3, 7.8.7, 9.3.3, 10.5.1).
 */
static void put_extended_capabilities(struct config *config, const struct kind *kind)
{
	size_t at = 0x100, last = 0;

	put_extended(config, &at, &last, 0x01, 0x48);
	if (kind->acs) {
		put_extended(config, &at, &last, 0x0d, 8);
		put16(config, last + 4, kind->bridge ? 0x5f : 0);
		put16(config, last + 6, kind->bridge && kind->acs_on ? 0x1d : 0);
	}
	put_extended(config, &at, &last, 0x03, 12);
	put32(config, last + 4, 0x01234567);
	if (kind->virtual || kind->virtual_count)
		put_extended(config, &at, &last, 0x0e, 8);
	if (kind->virtual_count) {
		put_extended(config, &at, &last, 0x10, 0x40);
		put_virtual_functions(config, last, kind->virtual_count);
	}
	if (!kind->bridge)
		put_extended(config, &at, &last, 0x0f, 8);
}

struct config config_make(const struct kind *kind, unsigned secondary, unsigned subordinate)
{
	struct config config = {.size = kind->express ? 4096 : 256};

	put_header(&config, kind);
	if (kind->bridge)
		put_buses(&config, secondary, subordinate);
	put_capabilities(&config, kind);
	if (kind->express)
		put_extended_capabilities(&config, kind);
	return config;
}

/* IORESOURCE_MEM, _PREFETCH and _MEM_64 (include/linux/ioport.h). */
void kind_resource(const struct kind *kind, char *text, size_t size)
{
	unsigned lines = kind->bridge ? 17 : 13;
	size_t length = 0;

	for (unsigned i = 0; i < lines; i++) {
		unsigned bar = i < 6 ? kind->bars[i] : 0;
		uint64_t start = bar ? UINT64_C(1) << 45 | UINT64_C(1) << 36 * (i > 0) : 0;
		uint64_t flags = !bar ? 0 : i > 0 ? 0x14220c : 0x40200;

		length += (size_t)snprintf(text + length, size - length,
		                           "0x%016" PRIx64 " 0x%016" PRIx64 " 0x%016" PRIx64 "\n",
		                           start, bar ? start + (UINT64_C(1) << bar) - 1 : 0,
		                           flags);
	}
}
