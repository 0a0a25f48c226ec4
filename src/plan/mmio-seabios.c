/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-list.h"

#include "base/cleanup.h"

/*
 * What SeaBIOS does, src/fw/pciinit.c, as of 1.16.2 (Debian 12), with which it was compared
 * (tests/firmware). Everything goes below 4 GiB when that is possible at all; else 64-bit BARs go
 * right above RAM. There is no dropping out: when 32-bit space runs out it stops for good. From
 * 1.16.3 on the 64-bit space ends at the top of the address space instead, at most 2^46.
 */

#define LOW_START 0xC0000000ull /* q35: above the memory-mapped configuration space */
#define LOW_END 0xFEC00000ull   /* BUILD_PCIMEM_END, the I/O APIC */
#define PORT_LEAST (2 * MMIO_MIB)
#define BAR_LEAST (4 * MMIO_KIB)
/* 0x1000 to 0xFFFF, 4 KiB for each port and the root bus (measured). */
#define IO_ROOM 14

/* pci_region_create_entry(): by alignment, then size, larger first; later ones after equals. */
static void insert(struct mmio_draft *draft, struct mmio_list *list, struct mmio_node node)
{
	size_t at = 0;

	while (at < list->count &&
	       (list->items[at].align > node.align ||
	        (list->items[at].align == node.align && list->items[at].size >= node.size)))
		at++;
	mmio_list_insert(draft, list, at, node);
}

static void add_bar(struct mmio_draft *draft, struct mmio_list *list, int place, uint64_t size)
{
	size = size < BAR_LEAST ? BAR_LEAST : size;
	insert(draft, list, (struct mmio_node){.size = size, .align = size, .place = place});
}

/* The BARs of a card that belong into one of its port's windows; *ret_64bit: all are 64-bit. */
static void collect(struct mmio_draft *draft, unsigned card, int window, bool prefetchable,
                    struct mmio_list *list, bool *ret_64bit)
{
	const struct mmio_card *owner = &draft->cards[card];

	*ret_64bit = prefetchable;
	for (unsigned i = 0; i < owner->count; i++)
		for (int b = 0; b <= BAR_ROM; b++) {
			const struct bar *bar = &owner->functions[i].bars[b];
			int place;

			if (!bar->size || bar->io || bar->prefetchable != prefetchable)
				continue;
			*ret_64bit &= bar->is_64bit;
			place = mmio_place_bar(draft, card, i, b);
			if (place < 0)
				return;
			draft->plan->places.items[place].window = window;
			add_bar(draft, list, place, bar->size);
		}
}

/* A window is a multiple of its alignment, which is that of the largest BAR in it. */
static void add_window(struct mmio_draft *draft, unsigned card, bool prefetchable,
                       struct mmio_list *low, struct mmio_list *high)
{
	_cleanup_list_ struct mmio_list list = {0};
	bool is_64bit;
	uint64_t align, size;
	int place = mmio_place_add(draft, (struct mmio_place){.card = card,
	                                                      .bar = MMIO_PORT_WINDOW,
	                                                      .prefetchable = prefetchable,
	                                                      .window = -1});

	collect(draft, card, place, prefetchable, &list, &is_64bit);
	if (draft->out_of_memory)
		return;
	align = mmio_list_align(&list, PORT_LEAST);
	size = mmio_up(mmio_list_sum(&list), align);
	size = size ? size : align; /* ports can be hot-plugged into */
	mmio_list_pack(&list);
	mmio_list_apply(draft, &list, 0, false);
	draft->plan->places.items[place].size = size;
	draft->plan->places.items[place].align = align;
	insert(draft, is_64bit ? high : low,
	       (struct mmio_node){.size = size, .align = align, .place = place});
}

static void add_other_port(struct mmio_draft *draft, struct mmio_list *low, struct mmio_list *high)
{
	const struct mmio_node window = {.size = PORT_LEAST, .align = PORT_LEAST, .place = -1};

	insert(draft, low, window);
	insert(draft, high, window);
}

static uint64_t base_below(const struct mmio_list *list, uint64_t end)
{
	uint64_t sum = mmio_list_sum(list), align = mmio_list_align(list, 1);

	return sum > end ? 0 : mmio_down(end - sum, align);
}

/* pci_bios_init_root_regions_mem(): two regions down from the end, that with the larger alignment
 * below the other. Returns whether both fit. */
static bool place_low(struct mmio_draft *draft, struct mmio_list *memory, struct mmio_list *other)
{
	struct mmio_space *low = &draft->plan->low;
	bool swap = mmio_list_align(memory, 1) < mmio_list_align(other, 1);
	struct mmio_list *first = swap ? other : memory, *last = swap ? memory : other;
	uint64_t last_base = base_below(last, LOW_END), base = base_below(first, last_base);

	*low = (struct mmio_space){.start = LOW_START, .size = LOW_END - LOW_START};
	low->align = mmio_list_align(first, 1);
	low->fits = base >= LOW_START;
	/* More than everything below 4 GiB: the sum says how much. */
	low->need = base ? LOW_END - base : mmio_list_sum(first) + mmio_list_sum(last);
	if (!low->fits)
		return false;
	mmio_list_pack(first);
	mmio_list_pack(last);
	mmio_list_apply(draft, first, base, false);
	mmio_list_apply(draft, last, last_base, false);
	return true;
}

static void place_high(struct mmio_draft *draft, struct mmio_list *list)
{
	unsigned bits = draft->target->address_bits;
	struct mmio_space *high = &draft->plan->high;
	uint64_t start;

	high->align = mmio_list_align(list, MMIO_GIB);
	high->start = draft->plan->ram_end;
	high->size = 1ull << bits > high->start ? (1ull << bits) - high->start : 0;
	start = mmio_up(high->start, high->align);
	high->need = start - high->start + mmio_up(mmio_list_pack(list), MMIO_GIB);
	high->fits = high->need <= high->size;
	if (high->fits)
		mmio_list_apply(draft, list, start, true);
}

/* Everything below, as if there were nothing above 4 GiB. */
static bool place_all_low(struct mmio_draft *draft, struct mmio_list *memory,
                          const struct mmio_list *windows32, const struct mmio_list *windows64)
{
	_cleanup_list_ struct mmio_list all = {0};

	for (size_t i = 0; i < windows32->count; i++)
		insert(draft, &all, windows32->items[i]);
	for (size_t i = 0; i < windows64->count; i++)
		insert(draft, &all, windows64->items[i]);
	return place_low(draft, memory, &all);
}

void mmio_plan_seabios(struct mmio_draft *draft)
{
	_cleanup_list_ struct mmio_list memory = {0}, windows32 = {0}, windows64 = {0};
	struct mmio_plan *plan = draft->plan;

	/* The ports' own BARs, and that of q35's SATA controller. */
	for (size_t i = 0; i <= draft->count + draft->target->other_ports; i++)
		add_bar(draft, &memory, -1, BAR_LEAST);
	/* Buses are looked at from the last one down. */
	for (unsigned i = (unsigned)draft->count; i-- > 0;) {
		add_window(draft, i, false, &memory, &memory);
		add_window(draft, i, true, &windows32, &windows64);
	}
	for (unsigned i = 0; i < draft->target->other_ports; i++)
		add_other_port(draft, &memory, &windows64);
	plan->high.fits = true;
	if (!place_all_low(draft, &memory, &windows32, &windows64) &&
	    place_low(draft, &memory, &windows32))
		place_high(draft, &windows64);
	plan->io_cards = mmio_count_io(draft);
	plan->io_room = IO_ROOM;
	plan->fits = plan->low.fits && plan->high.fits && plan->io_cards <= IO_ROOM;
}
