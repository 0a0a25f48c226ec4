/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/fact.h"

/*
 * Whether interrupts are remapped, by the names of interrupt controllers in /proc/interrupts:
 * "IR-IO-APIC", "IR-PCI-MSI" when they are, "IO-APIC", "PCI-MSI" when not; the IOMMU's own
 * interrupt is never remapped. Unknown (ENODATA) when there is none of them, as on other processors
 * than x86.
 */
struct fact decode_interrupts(const char *text);
