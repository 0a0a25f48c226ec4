/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-ovmf.h"

#define CLASSIC_WINDOW (32 * MMIO_GIB) /* PcdPciMmio64Size */

static uint64_t power_of_two_below(uint64_t value)
{
	uint64_t power = 1;

	while (power <= value / 2)
		power *= 2;
	return power;
}

/* PlatformAddressWidthFromCpuid(): 40 is what QEMU says when nobody thought about it, so it is
 * believed on AMD only. */
unsigned mmio_ovmf_bits(const struct mmio_target *target)
{
	unsigned bits = target->address_bits;
	bool valid = bits >= 41 || (target->amd ? bits == 40 : bits == 36 || bits == 39);

	if (!valid)
		return 0;
	if (bits > 46)
		bits = 46; /* 4-level paging */
	return target->no_1g_pages && bits > 40 ? 40 : bits;
}

/* PlatformGetFirstNonAddress(), then PlatformDynamicMmioWindow(). */
void ovmf_find_window(struct ovmf *ovmf, uint64_t wanted)
{
	const struct mmio_target *target = ovmf->draft->target;
	unsigned bits = mmio_ovmf_bits(target);
	uint64_t dynamic = bits ? 1ull << (bits - 3) : 0;

	ovmf->size = mmio_up(wanted ? wanted : CLASSIC_WINDOW, MMIO_GIB);
	ovmf->start = mmio_up(mmio_up(mmio_ram_end(target), MMIO_GIB),
	                      power_of_two_below(ovmf->size));
	if (ovmf->size < dynamic && ovmf->start + dynamic < 1ull << bits) {
		ovmf->size = dynamic;
		ovmf->start = (1ull << bits) - dynamic;
	}
}

/* Each root port gets at least 1/256 of a window that is larger than the classic one. Measured:
 * nothing of the classic one. */
uint64_t ovmf_kept_high(const struct ovmf *ovmf, size_t port)
{
	uint64_t kept = ovmf->size / 256, power = power_of_two_below(kept);

	if (ovmf->size <= CLASSIC_WINDOW || ovmf->unkept[port])
		return 0;
	return power < kept ? power * 2 : power;
}
