/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-list.h"

#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"

/*
 * Hyper-V: no bridges; every BAR lies by itself in one of two gaps whose sizes, and the place of
 * the upper one, are settings of the VM. RAM goes round the gaps. Defaults and limits are those of
 * Msvm_VirtualSystemSettingData; the reserve for the VM's own devices is from Microsoft's planning
 * page for Discrete Device Assignment (docs/mmio.md).
 */

#define LOW_GAP (128 * MMIO_MIB)
#define LOW_GAP_MAX MMIO_HYPERV_LOW_MAX
#define HIGH_GAP (512 * MMIO_MIB)
#define HIGH_BASE MMIO_HYPERV_BASE
#define LOW_RESERVE (128 * MMIO_MIB)
#define HIGH_RESERVE (512 * MMIO_MIB)
/* The page says "about 512 MB", so holes between BARs that come near to it will do. */
#define HIGH_RESERVE_LEAST (256 * MMIO_MIB)

/* Larger ones first; equal ones in the order of the cards. */
static void insert(struct mmio_draft *draft, struct mmio_list *list, struct mmio_node node)
{
	size_t at = 0;

	while (at < list->count && list->items[at].size >= node.size)
		at++;
	mmio_list_insert(draft, list, at, node);
}

/* Neither I/O space nor ROMs are passed on. 64-bit BARs go above, prefetchable or not. */
static void collect(struct mmio_draft *draft)
{
	for (unsigned c = 0; c < draft->count; c++)
		for (unsigned i = 0; i < draft->cards[c].count; i++)
			for (int b = 0; b < BAR_COUNT; b++) {
				const struct bar *bar = &draft->cards[c].functions[i].bars[b];
				uint64_t size = bar->size < 4096 ? 4096 : bar->size;
				int place;

				if (!bar->size || bar->io)
					continue;
				place = mmio_place_bar(draft, c, i, b);
				insert(draft, bar->is_64bit ? &draft->high : &draft->low,
				       (struct mmio_node){size, size, 0, place});
			}
}

struct hole {
	uint64_t start, end;
};

/* What is free: holes from the bottom up, and all from `end` on. */
struct space {
	struct hole *items;
	size_t count;
	uint64_t end;
};

static void space_deinit(struct space *space)
{
	free(space->items);
}

static void hole_insert(struct mmio_draft *draft, struct space *space, size_t at, uint64_t start,
                        uint64_t end)
{
	if (start == end)
		return;
	if (!ARRAY_ADD(space)) {
		draft->out_of_memory = true;
		return;
	}
	memmove(&space->items[at + 1], &space->items[at],
	        (space->count - 1 - at) * sizeof(*space->items));
	space->items[at] = (struct hole){start, end};
}

/* The lowest free place. */
static uint64_t space_take(struct mmio_draft *draft, struct space *space, uint64_t size)
{
	uint64_t start;

	for (size_t i = 0; i < space->count; i++) {
		struct hole hole = space->items[i];

		start = mmio_up(hole.start, size);
		if (start + size > hole.end)
			continue;
		space->count--;
		memmove(&space->items[i], &space->items[i + 1], (space->count - i) * sizeof(hole));
		hole_insert(draft, space, i, start + size, hole.end);
		hole_insert(draft, space, i, hole.start, start);
		return start;
	}
	start = mmio_up(space->end, size);
	hole_insert(draft, space, space->count, space->end, start);
	space->end = start + size;
	return start;
}

/* Places the list from `base` on, larger ones first: the small ones fill the holes between them.
 * No order needs less. Returns what is taken; *ret_free of it stays free. */
static uint64_t fill(struct mmio_draft *draft, struct mmio_list *list, uint64_t base,
                     uint64_t *ret_free)
{
	_cleanup_(space_deinit) struct space space = {.end = base};

	for (size_t i = 0; i < list->count && !draft->out_of_memory; i++)
		list->items[i].offset = space_take(draft, &space, list->items[i].size);
	*ret_free = 0;
	for (size_t i = 0; i < space.count; i++)
		*ret_free += space.items[i].end - space.items[i].start;
	return space.end - base;
}

/* HighMmioGapSize for that base. The reserve is added where the holes don't leave it anyway. */
static uint64_t gap_from(struct mmio_draft *draft, uint64_t base)
{
	struct mmio_plan *plan = draft->plan;
	uint64_t gap;

	plan->high.need = fill(draft, &draft->high, base, &plan->high_free);
	gap = mmio_up(plan->high.need, MMIO_MIB);
	if (plan->high_free < HIGH_RESERVE_LEAST) {
		gap += HIGH_RESERVE;
		plan->high_free += HIGH_RESERVE;
	}
	if (gap < HIGH_GAP) {
		plan->high_free += HIGH_GAP - gap;
		gap = HIGH_GAP;
	}
	return gap;
}

static uint64_t ceiling(const struct mmio_target *target)
{
	return target->address_bits ? 1ull << target->address_bits : UINT64_MAX;
}

/* The highest base below the default from which all stays below the ceiling, 0 for none. */
static uint64_t lower_base(struct mmio_draft *draft, uint64_t align)
{
	uint64_t top = ceiling(draft->target), base;

	for (uint64_t start = mmio_down(HIGH_BASE, align); start > MMIO_4GIB; start -= align) {
		base = start - HIGH_RESERVE;
		if (base >= MMIO_4GIB && base + gap_from(draft, base) <= top)
			return base;
	}
	return gap_from(draft, MMIO_4GIB) <= top - MMIO_4GIB ? MMIO_4GIB : 0;
}

/* The default where nothing is gained by another one: a base just below a multiple of the largest
 * BAR saves the hole in front of it. */
static uint64_t choose_base(struct mmio_draft *draft)
{
	uint64_t align = mmio_list_align(&draft->high, HIGH_RESERVE);
	uint64_t near = mmio_up(HIGH_BASE, align) - HIGH_RESERVE, top = ceiling(draft->target);
	uint64_t gap, near_gap, lower;

	if (draft->target->high_base)
		return draft->target->high_base;
	gap = gap_from(draft, HIGH_BASE);
	near_gap = gap_from(draft, near);
	if (near_gap < gap && near <= top && near_gap <= top - near)
		return near;
	if (HIGH_BASE <= top && gap <= top - HIGH_BASE)
		return HIGH_BASE;
	lower = lower_base(draft, align);
	return lower ? lower : HIGH_BASE;
}

/* RAM that finds no room below the gap goes on above it. */
static bool is_reachable(const struct mmio_draft *draft, uint64_t gap)
{
	const struct mmio_plan *plan = draft->plan;
	uint64_t top = ceiling(draft->target), ram = draft->target->ram;

	return plan->high_base <= top && gap <= top - plan->high_base &&
	       (ram < MMIO_4GIB || ram <= top - gap);
}

static void place_high(struct mmio_draft *draft)
{
	struct mmio_plan *plan = draft->plan;

	plan->high_base = choose_base(draft);
	plan->high_gap = gap_from(draft, plan->high_base);
	plan->high.start = plan->high_base;
	plan->high.size = plan->high_gap;
	plan->high.align = mmio_list_align(&draft->high, 1);
	plan->high.fits = is_reachable(draft, plan->high_gap);
	if (plan->high.fits)
		mmio_list_apply(draft, &draft->high, 0, true);
}

static void place_low(struct mmio_draft *draft)
{
	struct mmio_plan *plan = draft->plan;
	struct mmio_space *low = &plan->low;
	uint64_t base;

	low->align = mmio_list_align(&draft->low, MMIO_MIB);
	low->need = mmio_up(mmio_list_pack(&draft->low), MMIO_MIB);
	low->fits = low->need <= LOW_GAP_MAX - LOW_RESERVE;
	base = low->fits ? mmio_down(MMIO_4GIB - LOW_RESERVE - low->need, low->align) : 0;
	plan->low_gap = MMIO_4GIB - base;
	low->fits &= plan->low_gap <= LOW_GAP_MAX;
	if (draft->low.count == 0)
		plan->low_gap = LOW_GAP;
	low->start = MMIO_4GIB - plan->low_gap;
	low->size = plan->low_gap;
	if (low->fits)
		mmio_list_apply(draft, &draft->low, base, false);
}

void mmio_plan_hyperv(struct mmio_draft *draft)
{
	struct mmio_plan *plan = draft->plan;

	collect(draft);
	if (draft->out_of_memory)
		return;
	place_high(draft);
	place_low(draft);
	plan->fits = plan->high.fits && plan->low.fits;
}
