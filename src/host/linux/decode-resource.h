/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/function.h"

/*
 * Decodes the sysfs file "resource" of a PCI function (kernel: drivers/pci/pci-sysfs.c,
 * resource_show): a line "start end flags" per BAR 0 to 5, then the expansion ROM; further lines
 * (virtual functions, bridge windows) are left out. Writes BAR_COUNT + 1 entries.
 * Returns 0, or -EINVAL when the text is something else.
 */
int decode_resource(const char *text, struct bar *ret_bars);
