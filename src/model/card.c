/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/card.h"

#include <errno.h>

#include "base/array.h"

static bool same_group(const struct dda_function *a, const struct dda_function *b)
{
	return fact_is_present(a->group.fact) && fact_is_present(b->group.fact) &&
	       a->group.value == b->group.value;
}

static bool same_vendor(const struct dda_function *a, const struct dda_function *b)
{
	return fact_is_present(a->vendor_id.fact) && fact_is_present(b->vendor_id.fact) &&
	       a->vendor_id.value == b->vendor_id.value;
}

static bool has_group(const struct dda_function *function)
{
	return fact_is_present(function->group.fact);
}

/* Functions of one plugged-in GPU where no group says so: all that sits in its slot behind a port.
 */
static bool companion(const struct dda_function *gpu, const struct dda_function *other)
{
	if (gpu->address.function != 0 || !function_is_display(gpu) || function_is_bridge(other))
		return false;
	if (gpu->parent < 0)
		return false;
	return same_vendor(gpu, other) || (!has_group(gpu) && !has_group(other));
}

static bool is_missing(const struct dda_function *function)
{
	return function->state == FUNCTION_MISSING;
}

static bool belongs(const struct dda_inventory *inventory, const struct card *card,
                    const struct dda_function *function)
{
	const struct dda_function *first = card_main(inventory, card);

	if (card->count == 8 || !address_same_slot(card->slot, function->address))
		return false;
	if (is_missing(first) || is_missing(function))
		return is_missing(first) && is_missing(function);
	if (fact_is_present(first->physical_function) ||
	    fact_is_present(function->physical_function))
		return false;
	return same_group(first, function) || companion(first, function);
}

/* The card of this slot that the function joins, or NULL; cards of a slot are the last ones made.
 */
static struct card *find_card(struct dda_inventory *inventory, const struct dda_function *function)
{
	for (size_t i = inventory->cards.count; i-- > 0;) {
		struct card *card = &inventory->cards.items[i];

		if (!address_same_slot(card->slot, function->address))
			return NULL;
		if (belongs(inventory, card, function))
			return card;
	}
	return NULL;
}

int cards_make(struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];
		struct card *card = find_card(inventory, function);

		if (!card) {
			card = ARRAY_ADD(&inventory->cards);
			if (!card)
				return -ENOMEM;
			card->slot = function->address;
		}
		card->functions[card->count++] = (unsigned)i;
		function->card = (unsigned)(card - inventory->cards.items);
	}
	return 0;
}
