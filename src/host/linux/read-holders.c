/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-holders.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "host/linux/decode-link.h"

static int call_for(struct dda_inventory *inventory, int function,
                    int (*each)(void *data, int function), void *data)
{
	if (function < 0 || function_is_bridge(&inventory->functions.items[function]))
		return 0;
	return each(data, function);
}

int functions_on_path(struct dda_inventory *inventory, const char *path,
                      int (*each)(void *data, int function), void *data)
{
	struct address address;

	while (link_next_function(&path, &address)) {
		int index = inventory_find(inventory, address), r;

		if (index < 0)
			continue;
		r = call_for(inventory, index, each, data);
		if (r >= 0)
			r = call_for(
			        inventory,
			        inventory_physical(inventory, &inventory->functions.items[index]),
			        each, data);
		if (r < 0)
			return r;
	}
	return 0;
}

struct addition {
	struct dda_inventory *inventory;
	struct holder holder;
};

static int add_to(void *data, int function)
{
	const struct addition *addition = data;
	struct holder *item = ARRAY_ADD(&addition->inventory->functions.items[function].holders);

	if (!item)
		return -ENOMEM;
	*item = addition->holder;
	return 0;
}

int holder_add(struct dda_inventory *inventory, const char *path, struct holder holder)
{
	struct addition addition = {inventory, holder};

	if (!holder.name)
		return -ENOMEM;
	return functions_on_path(inventory, path, add_to, &addition);
}

bool holder_is_below(const char *path, const struct dda_function *function)
{
	struct address address;

	while (link_next_function(&path, &address))
		if (address_compare(address, function->address) == 0)
			return true;
	return false;
}

/* Storage, SD cards, and what they may hang on: USB, FireWire, Fibre Channel. */
static bool may_have_disks(const struct dda_function *function)
{
	return function_base_class(function) == 0x01 || function_base_class(function) == 0x0c ||
	       function_class(function) == 0x0805;
}

static bool may_have_networks(const struct dda_function *function)
{
	return function_base_class(function) == 0x02 || function_base_class(function) == 0x0c;
}

/* Nothing hangs on what no driver of the host has. */
static bool may_hold(const struct dda_function *function)
{
	return function->hold == HOLD_HOST && !fact_is_absent(function->driver.fact) &&
	       !function_is_bridge(function);
}

static struct fact fact_of(const struct dda_function *function, const struct fact *facts)
{
	bool any = !fact_is_present(function->class_code.fact);
	bool may[] = {any || may_have_disks(function), any || may_have_networks(function),
	              any || function_is_display(function)};

	for (unsigned i = 0; may_hold(function) && i < 3; i++)
		if (may[i] && !fact_is_known(facts[i]))
			return facts[i];
	return fact_known("/sys/class");
}

int read_holders(const struct root *root, struct dda_inventory *inventory)
{
	struct fact facts[3];

	if (read_disks(root, inventory, &facts[0]) < 0 ||
	    read_networks(root, inventory, &facts[1]) < 0 ||
	    read_displays(root, inventory, &facts[2]) < 0 || read_consoles(root, inventory) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		/* What is unknown about one of its disks was said already. */
		if (function->state != FUNCTION_MISSING &&
		    function->holders_fact.state == FACT_NOT_ASKED)
			function->holders_fact = fact_of(function, facts);
	}
	return 0;
}
