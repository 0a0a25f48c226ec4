/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "model/address.h"

/*
 * The location path of a function, as Windows writes it:
 * PCIROOT(20)#PCI(0300)#PCI(0000): root bridge, then device and function (two
 * hexadecimal digits each, upper case) of every step down. Bus numbers play
 * no part, so it stays the same when cards are added or removed.
 */

/*
 * Puts a path together. `root` is the number of the root bridge (its ACPI
 * _UID), `steps` the addresses from below the root down to the function.
 * Returns a text in `arena`, or NULL without memory.
 */
const char *location_format(struct arena *arena, uint32_t root, const struct address *steps,
                            unsigned count);

/*
 * Brings what a person typed into the form of location_format: upper case,
 * PCIROOT(0) without leading zeros. Returns 0 with a text in `arena`, -EINVAL when it
 * is no location path (PCIROOT, then one PCI step or more), -ENOMEM.
 */
int location_normalize(struct arena *arena, const char *text, const char **ret);

/* True when `text` begins as a location path does, right or wrong. */
int location_looks_like(const char *text);
