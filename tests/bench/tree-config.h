/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A model of a function: what all of them have in common. */
struct kind {
	const char *name;
	unsigned vendor, device, class;
	const char *driver, *reset; /* NULL: it has none */
	bool express, bridge, multifunction, acs, acs_on;
	unsigned port_type;     /* PCIe 7.5.3.2 */
	unsigned virtual;       /* 1 + the number of its physical function; 0: it is none */
	unsigned virtual_count; /* it has so many virtual functions */
	unsigned bars[6];       /* 2^n bytes, 64-bit ones take two; 0: none */
};

extern const struct kind kind_root_port, kind_upstream, kind_downstream, kind_downstream_off,
        kind_gpu, kind_gpu_audio, kind_gpu_usb, kind_disk, kind_usb, kind_network_acs, kind_network,
        kind_virtual_0, kind_virtual_1, kind_isa, kind_smbus;

struct config {
	uint8_t bytes[4096];
	size_t size; /* 256: it is no PCI Express function */
};

/* Its configuration space; the buses below it are for bridges. */
struct config config_make(const struct kind *kind, unsigned secondary, unsigned subordinate);

/* The file `resource` that Linux has of it. */
void kind_resource(const struct kind *kind, char *text, size_t size);
