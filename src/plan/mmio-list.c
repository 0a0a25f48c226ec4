/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-list.h"

#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"

void mmio_list_insert(struct mmio_draft *draft, struct mmio_list *list, size_t index,
                      struct mmio_node node)
{
	if (!ARRAY_ADD(list)) {
		draft->out_of_memory = true;
		return;
	}
	memmove(&list->items[index + 1], &list->items[index],
	        (list->count - 1 - index) * sizeof(node));
	list->items[index] = node;
}

uint64_t mmio_list_align(const struct mmio_list *list, uint64_t least)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].align > least)
			least = list->items[i].align;
	return least;
}

uint64_t mmio_list_sum(const struct mmio_list *list)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < list->count; i++)
		sum += list->items[i].size;
	return sum;
}

uint64_t mmio_list_pack(struct mmio_list *list)
{
	uint64_t end = 0;

	for (size_t i = 0; i < list->count; i++) {
		list->items[i].offset = mmio_up(end, list->items[i].align);
		end = list->items[i].offset + list->items[i].size;
	}
	return end;
}

void mmio_list_apply(struct mmio_draft *draft, const struct mmio_list *list, uint64_t base,
                     bool high)
{
	for (size_t i = 0; i < list->count; i++) {
		struct mmio_place *place;

		if (list->items[i].place < 0)
			continue;
		place = &draft->plan->places.items[list->items[i].place];
		place->start = base + list->items[i].offset;
		place->high = high;
		place->placed = true;
	}
}

int mmio_place_add(struct mmio_draft *draft, struct mmio_place place)
{
	struct mmio_place *item = ARRAY_ADD(&draft->plan->places);

	if (!item) {
		draft->out_of_memory = true;
		return -1;
	}
	*item = place;
	return (int)draft->plan->places.count - 1;
}

int mmio_place_bar(struct mmio_draft *draft, unsigned card, unsigned function, int bar)
{
	const struct mmio_function *owner = &draft->cards[card].functions[function];

	return mmio_place_add(draft, (struct mmio_place){
	                                     .card = card,
	                                     .function = owner->number,
	                                     .bar = bar,
	                                     .prefetchable = owner->bars[bar].prefetchable,
	                                     .window = -1,
	                                     .size = owner->bars[bar].size,
	                                     .align = owner->bars[bar].size,
	                             });
}

/* A window always stands in the list before what is in it. */
void mmio_places_settle(struct mmio_plan *plan)
{
	for (size_t i = 0; i < plan->places.count; i++) {
		struct mmio_place *place = &plan->places.items[i];
		const struct mmio_place *window;

		if (place->window < 0)
			continue;
		window = &plan->places.items[place->window];
		place->high = window->high;
		place->placed &= window->placed;
		place->start = place->placed ? window->start + place->start : 0;
	}
}

unsigned mmio_bits_for(uint64_t end)
{
	unsigned bits = 32;

	while (bits < 63 && (1ull << bits) < end)
		bits++;
	return bits;
}

bool mmio_has_io(const struct mmio_function *function)
{
	for (int b = 0; b < BAR_COUNT; b++)
		if (function->bars[b].io && function->bars[b].size)
			return true;
	return false;
}

unsigned mmio_count_io(const struct mmio_draft *draft)
{
	unsigned count = 0;

	for (size_t c = 0; c < draft->count; c++) {
		bool has = false;

		for (unsigned i = 0; i < draft->cards[c].count; i++)
			has |= mmio_has_io(&draft->cards[c].functions[i]);
		count += has;
	}
	return count;
}
