/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-ovmf.h"

#include "base/cleanup.h"

#define WINDOW_MAX (0x1000000 * MMIO_MIB) /* of X-PciMmio64Mb */
/* Between the memory-mapped configuration space, 256 MiB at 0xB0000000, and the I/O APIC. Newer
 * builds have 0x80000000 to 0xE0000000, which is more. */
#define LOW_START 0xC0000000ull
#define LOW_END 0xFC000000ull

static uint64_t largest_rom(const struct mmio_draft *draft)
{
	uint64_t largest = 0;

	for (size_t c = 0; c < draft->count; c++)
		for (unsigned i = 0; i < draft->cards[c].count; i++)
			if (draft->cards[c].functions[i].bars[BAR_ROM].size > largest)
				largest = draft->cards[c].functions[i].bars[BAR_ROM].size;
	return largest;
}

static void add_own(struct ovmf *ovmf, uint64_t size)
{
	if (size)
		ovmf_insert(ovmf->draft, &ovmf->draft->low,
		            (struct mmio_node){.size = size, .align = size, .place = -1});
}

/* Where a list goes in its space: from the first aligned address on. */
static void place(struct mmio_draft *draft, struct mmio_list *list, struct mmio_space *space,
                  bool high)
{
	uint64_t start;

	space->align = mmio_list_align(list, MMIO_MIB);
	start = mmio_up(space->start, space->align);
	space->need = start - space->start + mmio_up(mmio_list_pack(list), MMIO_MIB);
	space->fits = list->count == 0 || space->need <= space->size;
	if (list->count == 0)
		space->need = 0;
	if (space->fits)
		mmio_list_apply(draft, list, start, high);
}

static void clear(struct mmio_draft *draft)
{
	draft->plan->places.count = 0;
	free(draft->plan->places.items);
	draft->plan->places.items = NULL;
	mmio_list_deinit(&draft->low);
	mmio_list_deinit(&draft->high);
}

/* What the processor can't address is no use, whatever the window is. */
static uint64_t reachable(const struct ovmf *ovmf)
{
	unsigned bits = ovmf->draft->target->address_bits;
	uint64_t end = 1ull << (bits > 46 ? 46 : bits);

	if (ovmf->start + ovmf->size <= end)
		return ovmf->size;
	return ovmf->start < end ? end - ovmf->start : 0;
}

/* All cards in the window that was found. The largest ROM has its place on the root bus, for the
 * time in which it is read; the SATA controller is part of q35. */
void ovmf_place_all(struct ovmf *ovmf)
{
	struct mmio_draft *draft = ovmf->draft;
	struct mmio_plan *plan = draft->plan;

	clear(draft);
	for (unsigned i = 0; i < draft->target->other_ports; i++)
		ovmf_add_other_port(ovmf, i);
	for (unsigned i = 0; i < draft->count; i++)
		ovmf_add_card(ovmf, i);
	add_own(ovmf, 4 * MMIO_KIB);
	add_own(ovmf, largest_rom(draft));
	ovmf_merge(draft, &draft->high, &ovmf->root_high);
	ovmf_merge(draft, &draft->low, &ovmf->root_low);
	mmio_list_deinit(&ovmf->root_high);
	mmio_list_deinit(&ovmf->root_low);
	plan->low = (struct mmio_space){.start = LOW_START, .size = LOW_END - LOW_START};
	plan->high = (struct mmio_space){.start = ovmf->start, .size = reachable(ovmf)};
	place(draft, &draft->low, &plan->low, false);
	place(draft, &draft->high, &plan->high, true);
}

/* X-PciMmio64Mb that holds what is needed; the room kept for hot-plug grows with it. */
static bool try_window(struct ovmf *ovmf)
{
	struct mmio_plan *plan = ovmf->draft->plan;

	for (int i = 0; i < 8; i++) {
		uint64_t wanted = mmio_up(mmio_list_pack(&ovmf->draft->high), MMIO_GIB);

		if (wanted == 0 || wanted > WINDOW_MAX)
			return false;
		ovmf_find_window(ovmf, wanted);
		ovmf_place_all(ovmf);
		plan->window = wanted;
		if (plan->high.fits && plan->low.fits)
			return true;
	}
	return false;
}

/* Without a setting, or with the one that helps. */
static bool fit(struct ovmf *ovmf)
{
	const struct mmio_draft *draft = ovmf->draft;

	ovmf_find_window(ovmf, draft->target->window);
	ovmf_place_all(ovmf);
	if (draft->plan->low.fits && draft->plan->high.fits)
		return true;
	return !draft->target->as_is && draft->plan->low.fits && try_window(ovmf);
}

void mmio_plan_ovmf(struct mmio_draft *draft)
{
	_cleanup_free_ void *dropped = calloc(draft->count + 1, sizeof(bool[8]));
	_cleanup_free_ bool *unkept = calloc(draft->count + draft->target->other_ports + 1,
	                                     sizeof(*unkept));
	struct ovmf ovmf = {.draft = draft, .dropped = dropped, .unkept = unkept};
	struct mmio_plan *plan = draft->plan;

	draft->out_of_memory |= !dropped || !unkept;
	if (draft->out_of_memory)
		return;
	ovmf_drop_io(&ovmf);
	if (fit(&ovmf)) {
		plan->fits = plan->io_cards <= plan->io_room;
		return;
	}
	if (draft->out_of_memory)
		return;
	plan->window = 0;
	ovmf_find_window(&ovmf, draft->target->window);
	ovmf_place_all(&ovmf);
	ovmf_drop(&ovmf);
}
