/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>

/* Whose virtual function it is. */
static json_t *physical_of(const struct dda_inventory *inventory, const struct dda_function *f)
{
	return inventory_physical(inventory, f) < 0 ? json_null() : document_address(f->physical);
}

static json_t *virtual_of(const struct dda_inventory *inventory, const struct dda_function *f)
{
	json_t *list = json_array();

	for (size_t i = 0; f->virtual_count && i < inventory->functions.count; i++) {
		const struct dda_function *other = &inventory->functions.items[i];

		if (fact_is_present(other->physical_function) &&
		    address_compare(other->physical, f->address) == 0)
			document_append(&list, document_address(other->address));
	}
	return list;
}

/* Its own links say it of the others; where nobody asked them it is not known either. */
static struct fact virtual_fact(const struct dda_function *f)
{
	return f->virtual_count ? fact_known("links of the others")
	       : fact_is_known(f->physical_function)
	               ? fact_absent("links of the others")
	               : (struct fact){.state = f->physical_function.state};
}

/* On that bus, or on one below. */
static bool is_behind(const struct dda_inventory *inventory, const struct dda_function *function,
                      int bridge)
{
	for (int at = function->parent; at >= 0; at = inventory->functions.items[at].parent)
		if (at == bridge)
			return true;
	return false;
}

/*
 * A reset through the port above takes all along that is behind that port (drivers/pci/pci.c,
 * pci_bridge_secondary_bus_reset); without a port there is none.
 */
static json_t *reset_along(const struct dda_inventory *inventory, const struct dda_function *f)
{
	json_t *list = json_array();

	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *other = &inventory->functions.items[i];

		if (is_behind(inventory, other, f->parent))
			document_append(&list, document_address(other->address));
	}
	return list;
}

static struct fact reset_fact(const struct dda_inventory *inventory, const struct dda_function *f)
{
	if (f->state == FUNCTION_MISSING || inventory->platform != PLATFORM_LINUX)
		return (struct fact){0};
	if (!f->location_path)
		return fact_unknown("what is behind its port", ENODATA);
	return f->parent >= 0 ? fact_known("what is behind its port")
	                      : fact_absent("what is behind its port");
}

void document_put_related(json_t **facts, const struct dda_inventory *inventory,
                          const struct dda_function *f)
{
	document_put(facts, "physical_function",
	             document_function_fact(f, f->physical_function, physical_of(inventory, f)));
	document_put(facts, "virtual_functions",
	             document_function_fact(f, virtual_fact(f), virtual_of(inventory, f)));
	document_put(
	        facts, "bus_reset_takes",
	        document_function_fact(f, reset_fact(inventory, f), reset_along(inventory, f)));
}
