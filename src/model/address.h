/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * The address of a PCI function on its host: segment group ("domain"), bus,
 * device, function. A value; it says nothing about whether a function is there.
 * Domains above 16 bits occur behind Intel VMD and under Hyper-V.
 */
struct address {
	uint32_t domain;
	uint8_t bus, device, function;
};

#define ADDRESS_TEXT_MAX sizeof("01234567:00:00.0")

struct address_text {
	char text[ADDRESS_TEXT_MAX];
};

/*
 * Reads "0000:01:00.0" or "01:00.0" (domain 0), whole text. Hexadecimal:
 * domain 4 to 8 digits, bus 2, device 2 (up to 1f), function 1 (up to 7).
 * Returns 0 or -EINVAL.
 */
int address_parse(const char *text, struct address *ret);

/* Reads a slot, "0000:01:00" or "01:00"; the function of *ret is 0. Returns 0 or -EINVAL. */
int address_parse_slot(const char *text, struct address *ret);

/* "0000:01:00.0", and "0000:01:00" for the slot, as Linux writes them. */
struct address_text address_format(struct address address);
struct address_text address_format_slot(struct address address);

/* Order by domain, bus, device, function: below, at or above zero. */
int address_compare(struct address a, struct address b);

/* True for two functions of one slot. */
bool address_same_slot(struct address a, struct address b);
