/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-ovmf.h"

/* GetMaxResourceConsumerDevice(): the function with the largest BAR there; of equals the one that
 * is last in the list, which is the last card's above 4 GiB and the first one's below. */
static bool drop_largest(struct ovmf *ovmf, bool high)
{
	const struct mmio_draft *draft = ovmf->draft;
	uint64_t largest = 0;
	bool *victim = NULL;

	for (size_t c = 0; c < draft->count; c++)
		for (unsigned i = 0; i < draft->cards[c].count; i++)
			for (int b = 0; b < BAR_COUNT; b++) {
				const struct bar *bar = &draft->cards[c].functions[i].bars[b];

				if (bar->io || ovmf_is_kind(bar, true, true) != high ||
				    ovmf->dropped[c][i] || !bar->size ||
				    bar->size < largest + !high)
					continue;
				largest = bar->size;
				victim = &ovmf->dropped[c][i];
			}
	if (victim)
		*victim = true;
	return victim != NULL;
}

/* PciHostBridgeAdjustAllocation(): what is too much is given up, function by function. The spaces
 * go on saying what was asked of them. */
void ovmf_drop(struct ovmf *ovmf)
{
	struct mmio_plan *plan = ovmf->draft->plan;
	const struct mmio_space low = plan->low, high = plan->high;

	while (!ovmf->draft->out_of_memory && !(plan->low.fits && plan->high.fits)) {
		if (!drop_largest(ovmf, !plan->high.fits))
			break;
		ovmf_place_all(ovmf);
	}
	plan->low = low;
	plan->high = high;
}

static bool card_has_io(const struct ovmf *ovmf, size_t card)
{
	const struct mmio_card *owner = &ovmf->draft->cards[card];

	for (unsigned i = 0; i < owner->count; i++)
		if (!ovmf->dropped[card][i] && mmio_has_io(&owner->functions[i]))
			return true;
	return false;
}

/* A port with I/O BARs, and one for which room is kept, begin 4 KiB each, the first port last. Kept
 * room alone is 512 bytes: when that comes last, the root bus's own BARs find room behind it. */
static bool io_fits(const struct ovmf *ovmf)
{
	size_t others = ovmf->draft->target->other_ports, count = 0;
	bool first_is_busy = false;

	for (size_t i = 0; i < others + ovmf->draft->count; i++) {
		bool busy = i >= others && card_has_io(ovmf, i - others);

		if (!busy && ovmf->unkept[i])
			continue;
		if (count++ == 0)
			first_is_busy = busy;
	}
	return count <= (first_is_busy ? OVMF_IO_ROOM : OVMF_IO_ROOM + 1);
}

static bool drop_kept(struct ovmf *ovmf)
{
	for (size_t i = 0; i < ovmf->draft->target->other_ports + ovmf->draft->count; i++)
		if (!ovmf->unkept[i]) {
			ovmf->unkept[i] = true;
			return true;
		}
	return false;
}

static bool drop_io_card(struct ovmf *ovmf)
{
	for (size_t c = 0; c < ovmf->draft->count; c++)
		for (unsigned i = 0; i < ovmf->draft->cards[c].count; i++)
			if (!ovmf->dropped[c][i] &&
			    mmio_has_io(&ovmf->draft->cards[c].functions[i])) {
				ovmf->dropped[c][i] = true;
				return true;
			}
	return false;
}

/* When I/O space does not do, the largest pieces go first, and with them all else of the port or
 * function: room kept for hot-plug from the first port on, then BARs from the first card on. */
void ovmf_drop_io(struct ovmf *ovmf)
{
	ovmf->draft->plan->io_cards = mmio_count_io(ovmf->draft);
	ovmf->draft->plan->io_room = OVMF_IO_ROOM;
	while (!io_fits(ovmf))
		if (!drop_kept(ovmf) && !drop_io_card(ovmf))
			break;
}
