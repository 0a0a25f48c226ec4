/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-list.h"

#include "base/cleanup.h"

/* Does it fit in that VM? 1, 0, or -ENOMEM. */
static int fits(const struct mmio_target *target, const struct mmio_card *cards, size_t count)
{
	_cleanup_(mmio_plan_deinit) struct mmio_plan plan = {0};
	int r = mmio_plan_make(target, cards, count, &plan);

	return r < 0 ? r : plan.fits;
}

static int find_bits(struct mmio_target target, const struct mmio_card *cards, size_t count,
                     unsigned *ret)
{
	unsigned from = target.address_bits;

	for (target.address_bits++; from && target.address_bits <= MMIO_BITS_MAX;
	     target.address_bits++) {
		int r = fits(&target, cards, count);

		if (r < 0)
			return r;
		if (r > 0) {
			*ret = target.address_bits;
			return 0;
		}
	}
	return 0;
}

/* More RAM never helps, so that the limit is found by halving. */
static int find_ram(struct mmio_target target, const struct mmio_card *cards, size_t count,
                    uint64_t *ret)
{
	uint64_t good = 0, bad = (target.ram + MMIO_GIB - 1) / MMIO_GIB;

	while (bad > good + 1) {
		uint64_t middle = good + (bad - good) / 2;
		int r;

		target.ram = middle * MMIO_GIB;
		r = fits(&target, cards, count);
		if (r < 0)
			return r;
		*(r > 0 ? &good : &bad) = middle;
	}
	*ret = good * MMIO_GIB;
	return 0;
}

static int find_cards(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                      size_t *ret)
{
	while (count-- > 1) {
		int r = fits(target, cards, count);

		if (r < 0)
			return r;
		if (r > 0) {
			*ret = count;
			return 0;
		}
	}
	return 0;
}

static int find_firmware(struct mmio_target target, const struct mmio_card *cards, size_t count,
                         enum mmio_firmware *ret)
{
	int r;

	*ret = target.firmware;
	if (target.firmware == MMIO_HYPERV)
		return 0;
	target.firmware = target.firmware == MMIO_OVMF ? MMIO_SEABIOS : MMIO_OVMF;
	r = fits(&target, cards, count);
	if (r > 0)
		*ret = target.firmware;
	return r < 0 ? r : 0;
}

int mmio_change_find(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                     struct mmio_change *ret)
{
	struct mmio_change change = {0};
	int r = find_bits(*target, cards, count, &change.address_bits);

	if (r >= 0)
		r = find_ram(*target, cards, count, &change.ram);
	if (r >= 0)
		r = find_cards(target, cards, count, &change.cards);
	if (r >= 0)
		r = find_firmware(*target, cards, count, &change.firmware);
	if (r >= 0)
		*ret = change;
	return r < 0 ? r : 0;
}
