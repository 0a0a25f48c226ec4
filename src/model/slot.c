/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/slot.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "model/group.h"
#include "model/port.h"

/* Without ACS what is behind a port of a switch sends to the other ports as it likes. */
static bool keeps_apart(const struct function_details *port)
{
	return port->port_type.value == PORT_ROOT ||
	       (fact_is_present(port->acs_on.fact) &&
	        (port->acs_on.value & ACS_REQUIRED) == ACS_REQUIRED);
}

void slot_note_port(struct dda_function *function)
{
	const struct function_details *details = function->details;
	uint64_t type = details->port_type.value;

	function->leads_to_slot = fact_is_present(details->slot) &&
	                          fact_is_present(details->port_type.fact) &&
	                          (type == PORT_ROOT || type == PORT_DOWNSTREAM);
	function->keeps_slot_apart = function->leads_to_slot && keeps_apart(details);
}

static bool is_slot_port(const struct dda_function *function)
{
	return function->leads_to_slot && fact_is_present(function->group.fact);
}

/* Nothing is in the member's group but what hangs on the port, and bridges that lead nowhere else.
 */
static bool belongs_to_port(const struct dda_inventory *inventory,
                            const struct dda_function *member, unsigned port)
{
	const struct dda_function *fellow;

	for_each_in_group (fellow, inventory, member) {
		bool is_port = fellow == &inventory->functions.items[port];

		if (!is_port && is_slot_port(fellow))
			return false;
		if (!function_is_bridge(fellow) && fellow->parent != (int)port)
			return false;
	}
	return true;
}

/* The card behind the port into *ret, -1 for none. False when there is more than that, or other. */
static bool take_card(const struct dda_inventory *inventory, unsigned port, int first, int *ret)
{
	*ret = -1;
	if (first < 0)
		return true;
	for (size_t i = (size_t)first; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (function->parent != (int)port)
			break;
		if (function_is_bridge(function) || !belongs_to_port(inventory, function, port))
			return false;
		if (*ret < 0)
			*ret = (int)function->card;
	}
	return true;
}

/* Of each function the first that hangs on it, -1 for none. */
static int *first_children(const struct dda_inventory *inventory)
{
	int *first = malloc((inventory->functions.count + 1) * sizeof(*first));

	if (!first)
		return NULL;
	for (size_t i = 0; i < inventory->functions.count; i++)
		first[i] = -1;
	for (size_t i = inventory->functions.count; i-- > 0;)
		if (inventory->functions.items[i].parent >= 0)
			first[inventory->functions.items[i].parent] = (int)i;
	return first;
}

/* Those that are empty, or those that are taken, behind the `count` first of `slots`. */
static size_t add_slots(const struct dda_inventory *inventory, const int *first, bool empty,
                        struct card_slot *slots, size_t count)
{
	for (unsigned i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if ((first[i] < 0) != empty || !is_slot_port(function) ||
		    !function->keeps_slot_apart)
			continue;
		slots[count].port = i;
		if (belongs_to_port(inventory, function, i) &&
		    take_card(inventory, i, first[i], &slots[count].card))
			count++;
	}
	return count;
}

int slots_find(struct dda_inventory *inventory)
{
	_cleanup_free_ int *first = first_children(inventory);
	struct card_slot *slots = arena_zeroed(&inventory->arena,
	                                       (inventory->functions.count + 1) * sizeof(*slots));
	size_t count;

	if (!first || !slots)
		return -ENOMEM;
	for (size_t i = 0; i < inventory->functions.count; i++)
		if (inventory->functions.items[i].details != &function_not_asked)
			slot_note_port(&inventory->functions.items[i]);
	count = add_slots(inventory, first, true, slots, 0);
	inventory->slots.count = add_slots(inventory, first, false, slots, count);
	inventory->slots.items = slots;
	return 0;
}
