/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-list.h"

#include "base/cleanup.h"

/*
 * What OVMF does (edk2). The windows: OvmfPkg/Library/PlatformInitLib/MemDetect.c. What goes where:
 * MdeModulePkg/Bus/Pci/PciBusDxe/PciResourceSupport.c. Room for hot-plug at each root port:
 * OvmfPkg/PciHotPlugInitDxe. Compared with Debian 12's 2022.11 on QEMU 7.2 (tests/firmware).
 */

#define CLASSIC_WINDOW (32 * MMIO_GIB)    /* PcdPciMmio64Size */
#define WINDOW_MAX (0x1000000 * MMIO_MIB) /* of X-PciMmio64Mb */
/* Between the memory-mapped configuration space, 256 MiB at 0xB0000000, and the I/O APIC. Newer
 * builds have 0x80000000 to 0xE0000000, which is more. */
#define LOW_START 0xC0000000ull
#define LOW_END 0xFC000000ull
#define PORT_LOW_KEPT (2 * MMIO_MIB)
/* I/O space is 0x6000 to 0xFFFF (measured); a port takes 4 KiB, and the root bus does. */
#define IO_ROOM 9

struct ovmf {
	struct mmio_draft *draft;
	uint64_t start, size;                 /* the 64-bit window */
	struct mmio_list root_high, root_low; /* prefetchable windows of ports */
	bool *unkept;       /* per port, the VM's others first: nothing is kept for hot-plug */
	bool (*dropped)[8]; /* per card, the functions that were given up */
};

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
static void find_window(struct ovmf *ovmf, uint64_t wanted)
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
static uint64_t kept_high(const struct ovmf *ovmf, size_t port)
{
	uint64_t kept = ovmf->size / 256, power = power_of_two_below(kept);

	if (ovmf->size <= CLASSIC_WINDOW || ovmf->unkept[port])
		return 0;
	return power < kept ? power * 2 : power;
}

/* InsertResourceNode(): from the head on, past all that must stay before it. */
static void insert(struct mmio_draft *draft, struct mmio_list *list, struct mmio_node node)
{
	size_t at = 0;

	for (; at < list->count; at++) {
		const struct mmio_node *other = &list->items[at];
		uint64_t rest = node.size & (node.align - 1);

		if (node.align > other->align)
			break;
		if (node.align == other->align &&
		    (rest == 0 || rest >= (other->size & (other->align - 1))))
			break;
	}
	mmio_list_insert(draft, list, at, node);
}

/* MergeResourceTree() */
static void merge(struct mmio_draft *draft, struct mmio_list *to, const struct mmio_list *from)
{
	for (size_t i = 0; i < from->count; i++)
		insert(draft, to, from->items[i]);
}

static bool is_kind(const struct bar *bar, bool is_64bit, bool prefetchable)
{
	return bar->size && !bar->io && bar->is_64bit == is_64bit &&
	       bar->prefetchable == prefetchable;
}

static void collect_bar(struct ovmf *ovmf, unsigned card, unsigned function, int bar, int window,
                        struct mmio_list *list)
{
	struct mmio_draft *draft = ovmf->draft;
	int place = mmio_place_bar(draft, card, function, bar);
	uint64_t size = draft->cards[card].functions[function].bars[bar].size;

	if (place < 0)
		return;
	draft->plan->places.items[place].window = window;
	if (!ovmf->dropped[card][function])
		insert(draft, list,
		       (struct mmio_node){.size = size, .align = size, .place = place});
}

/* The BARs of one kind of one card. ROMs are mapped one at a time, see place_all(). */
static void collect(struct ovmf *ovmf, unsigned card, int window, bool is_64bit, bool prefetchable,
                    struct mmio_list *list)
{
	const struct mmio_card *owner = &ovmf->draft->cards[card];

	for (unsigned i = 0; i < owner->count; i++)
		for (int b = 0; b < BAR_COUNT; b++)
			if (is_kind(&owner->functions[i].bars[b], is_64bit, prefetchable))
				collect_bar(ovmf, card, i, b, window, list);
}

static int add_window(struct ovmf *ovmf, unsigned card, bool prefetchable)
{
	return mmio_place_add(ovmf->draft, (struct mmio_place){.card = card,
	                                                       .bar = MMIO_PORT_WINDOW,
	                                                       .prefetchable = prefetchable,
	                                                       .window = -1});
}

/* CalculateResourceAperture(): whole MiB, as bridges have it; at least what is kept. */
static void close_window(struct ovmf *ovmf, int place, struct mmio_list *list, uint64_t kept,
                         struct mmio_list *root)
{
	struct mmio_node node = {.place = place};
	struct mmio_place *window = place < 0 ? NULL : &ovmf->draft->plan->places.items[place];

	node.size = mmio_up(mmio_list_pack(list), MMIO_MIB);
	node.size = node.size > kept ? node.size : kept;
	node.align = mmio_list_align(list, kept > MMIO_MIB ? kept : MMIO_MIB);
	mmio_list_apply(ovmf->draft, list, 0, false);
	if (window) {
		window->size = node.size;
		window->align = node.align;
	}
	if (node.size)
		insert(ovmf->draft, root, node);
}

/* What is behind a port of the VM. */
struct port {
	size_t number;
	struct mmio_list low, high, low_pref;
	int low_place, high_place;
};

static void port_deinit(struct port *port)
{
	mmio_list_deinit(&port->low);
	mmio_list_deinit(&port->high);
	mmio_list_deinit(&port->low_pref);
}

/*
 * A bridge has one window for non-prefetchable memory, below 4 GiB, and one for prefetchable
 * memory, which is below or above (PCI-to-PCI Bridge Architecture 1.2, 3.2.5). DegradeResource():
 * 32-bit prefetchable BARs share the window below when the other one is needed above.
 */
static void add_port(struct ovmf *ovmf, struct port *port)
{
	struct mmio_draft *draft = ovmf->draft;
	uint64_t kept = kept_high(ovmf, port->number);
	bool above = port->high.count || kept;

	insert(draft, &draft->low,
	       (struct mmio_node){.size = 4 * MMIO_KIB, .align = 4 * MMIO_KIB, .place = -1});
	if (above)
		merge(draft, &port->low, &port->low_pref);
	close_window(ovmf, port->low_place, &port->low,
	             ovmf->unkept[port->number] ? 0 : PORT_LOW_KEPT, &draft->low);
	if (above)
		close_window(ovmf, port->high_place, &port->high, kept, &ovmf->root_high);
	else
		close_window(ovmf, port->high_place, &port->low_pref, 0, &ovmf->root_low);
}

static void set_window(struct mmio_draft *draft, const struct mmio_list *list, int window)
{
	for (size_t i = 0; i < list->count; i++)
		draft->plan->places.items[list->items[i].place].window = window;
}

/* 64-bit BARs that are not prefetchable go below 4 GiB: the window above is not for them. */
static void add_card(struct ovmf *ovmf, unsigned card)
{
	_cleanup_list_ struct mmio_list low64 = {0};
	_cleanup_(port_deinit) struct port port = {
	        .number = ovmf->draft->target->other_ports + card,
	        .low_place = add_window(ovmf, card, false),
	        .high_place = add_window(ovmf, card, true),
	};

	collect(ovmf, card, port.low_place, false, false, &port.low);
	collect(ovmf, card, port.low_place, true, false, &low64);
	collect(ovmf, card, port.low_place, false, true, &port.low_pref);
	collect(ovmf, card, port.high_place, true, true, &port.high);
	merge(ovmf->draft, &port.low, &low64);
	if (!port.high.count && !kept_high(ovmf, port.number))
		set_window(ovmf->draft, &port.low_pref, port.high_place);
	add_port(ovmf, &port);
}

static void add_other_port(struct ovmf *ovmf, size_t number)
{
	struct port port = {.number = number, .low_place = -1, .high_place = -1};

	add_port(ovmf, &port);
}

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
		insert(ovmf->draft, &ovmf->draft->low,
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
static void place_all(struct ovmf *ovmf)
{
	struct mmio_draft *draft = ovmf->draft;
	struct mmio_plan *plan = draft->plan;

	clear(draft);
	for (unsigned i = 0; i < draft->target->other_ports; i++)
		add_other_port(ovmf, i);
	for (unsigned i = 0; i < draft->count; i++)
		add_card(ovmf, i);
	add_own(ovmf, 4 * MMIO_KIB);
	add_own(ovmf, largest_rom(draft));
	merge(draft, &draft->high, &ovmf->root_high);
	merge(draft, &draft->low, &ovmf->root_low);
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
		find_window(ovmf, wanted);
		place_all(ovmf);
		plan->window = wanted;
		if (plan->high.fits && plan->low.fits)
			return true;
	}
	return false;
}

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

				if (bar->io || is_kind(bar, true, true) != high ||
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
static void drop(struct ovmf *ovmf)
{
	struct mmio_plan *plan = ovmf->draft->plan;
	const struct mmio_space low = plan->low, high = plan->high;

	while (!ovmf->draft->out_of_memory && !(plan->low.fits && plan->high.fits)) {
		if (!drop_largest(ovmf, !plan->high.fits))
			break;
		place_all(ovmf);
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

/* A port with I/O BARs, and one for which room is kept, begin 4 KiB each. Kept room alone is 512
 * bytes, so that the root bus's own BARs find room behind the last one of those. */
static bool io_fits(const struct ovmf *ovmf)
{
	size_t others = ovmf->draft->target->other_ports, busy = 0, kept = 0;

	for (size_t i = 0; i < others + ovmf->draft->count; i++)
		if (i >= others && card_has_io(ovmf, i - others))
			busy++;
		else if (!ovmf->unkept[i])
			kept++;
	return busy + kept <= (kept ? IO_ROOM + 1 : IO_ROOM);
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
static void drop_io(struct ovmf *ovmf)
{
	ovmf->draft->plan->io_cards = mmio_count_io(ovmf->draft);
	ovmf->draft->plan->io_room = IO_ROOM;
	while (!io_fits(ovmf))
		if (!drop_kept(ovmf) && !drop_io_card(ovmf))
			break;
}

/* Without a setting, or with the one that helps. */
static bool fit(struct ovmf *ovmf)
{
	const struct mmio_draft *draft = ovmf->draft;

	find_window(ovmf, draft->target->window);
	place_all(ovmf);
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
	drop_io(&ovmf);
	if (fit(&ovmf)) {
		plan->fits = plan->io_cards <= plan->io_room;
		return;
	}
	if (draft->out_of_memory)
		return;
	plan->window = 0;
	find_window(&ovmf, draft->target->window);
	place_all(&ovmf);
	drop(&ovmf);
}
