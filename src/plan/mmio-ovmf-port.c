/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-ovmf.h"

#include "base/cleanup.h"

#define PORT_LOW_KEPT (2 * MMIO_MIB)

/* InsertResourceNode(): from the head on, past all that must stay before it. */
void ovmf_insert(struct mmio_draft *draft, struct mmio_list *list, struct mmio_node node)
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
void ovmf_merge(struct mmio_draft *draft, struct mmio_list *to, const struct mmio_list *from)
{
	for (size_t i = 0; i < from->count; i++)
		ovmf_insert(draft, to, from->items[i]);
}

bool ovmf_is_kind(const struct bar *bar, bool is_64bit, bool prefetchable)
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
		ovmf_insert(draft, list,
		            (struct mmio_node){.size = size, .align = size, .place = place});
}

/* The BARs of one kind of one card. ROMs are mapped one at a time, see ovmf_place_all(). */
static void collect(struct ovmf *ovmf, unsigned card, int window, bool is_64bit, bool prefetchable,
                    struct mmio_list *list)
{
	const struct mmio_card *owner = &ovmf->draft->cards[card];

	for (unsigned i = 0; i < owner->count; i++)
		for (int b = 0; b < BAR_COUNT; b++)
			if (ovmf_is_kind(&owner->functions[i].bars[b], is_64bit, prefetchable))
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
		ovmf_insert(ovmf->draft, root, node);
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
	uint64_t kept = ovmf_kept_high(ovmf, port->number);
	bool above = port->high.count || kept;

	ovmf_insert(draft, &draft->low,
	            (struct mmio_node){.size = 4 * MMIO_KIB, .align = 4 * MMIO_KIB, .place = -1});
	if (above)
		ovmf_merge(draft, &port->low, &port->low_pref);
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
void ovmf_add_card(struct ovmf *ovmf, unsigned card)
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
	ovmf_merge(ovmf->draft, &port.low, &low64);
	if (!port.high.count && !ovmf_kept_high(ovmf, port.number))
		set_window(ovmf->draft, &port.low_pref, port.high_place);
	add_port(ovmf, &port);
}

void ovmf_add_other_port(struct ovmf *ovmf, size_t number)
{
	struct port port = {.number = number, .low_place = -1, .high_place = -1};

	add_port(ovmf, &port);
}
