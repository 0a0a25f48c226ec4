/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <errno.h>

#include "base/array.h"
#include "rules/scope.h"

/* It outlives the inventory, so its texts are copied. */
static int add_identity(struct dda_plan *plan, const struct dda_function *function)
{
	struct identity *identity = ARRAY_ADD(&plan->identities);

	if (!identity)
		return -ENOMEM;
	*identity = identity_of(function);
	identity->location_path = arena_text(&plan->arena, function->location_path);
	identity->serial = arena_text(&plan->arena, identity->serial);
	return function->location_path && !identity->location_path ? -ENOMEM : 0;
}

int draft_identify(const struct draft *draft)
{
	const struct dda_inventory *inventory = draft->inventory;
	struct dda_plan *plan = draft->plan;
	const struct dda_function *function;

	plan->boot_id = arena_text(&plan->arena, inventory->boot_id);
	plan->lasting = inventory->lasting;
	for (size_t i = 0; i < plan->cards.count; i++) {
		const struct card *card = &inventory->cards.items[plan->cards.items[i]];

		for_each_function (function, inventory, card)
			if (add_identity(plan, function) < 0)
				return -ENOMEM;
	}
	return 0;
}
