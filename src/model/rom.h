/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The device that an expansion ROM is for. */
struct rom_id {
	uint16_t vendor, device;
};

/*
 * Looks through the images of an expansion ROM (PCI Firmware Specification 3.0, 5.1: 55 AA, and a
 * PCI data structure "PCIR" that names the device, with more of the same vendor in a list). Returns
 * 0 when one of them is for `wanted`; -ENODEV when none is, with the device of the first image in
 * *ret_found; -EINVAL when it is no such ROM.
 */
int rom_check(const void *data, size_t size, struct rom_id wanted, struct rom_id *ret_found);
