/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "host/pci/decode-dmar.h"
#include "host/pci/decode-ivrs.h"

/*
 * Reads and decodes an ACPI table of the firmware (/sys/firmware/acpi/tables), which only root can.
 * Return 0 with values in `arena`; -ENOENT: there is none; -EINVAL, -ENOMEM as decode_dmar() and
 * decode_ivrs(); or why it could not be read.
 */
int read_dmar(const struct root *root, struct arena *arena, struct dmar *ret);
int read_ivrs(const struct root *root, struct arena *arena, struct ivrs *ret);
