/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/array.h"
#include "fuzz.h"
#include "model/selector.h"

static void add_function(struct dda_inventory *inventory, struct address address, const char *path,
                         unsigned device)
{
	struct dda_function *function = inventory_add(inventory, false);

	MUST(function);
	*function = (struct dda_function){
	        .details = function->details,
	        .address = address,
	        .location_path = path,
	        .upstream = address,
	        .vendor_id = {.fact = fact_known("vendor"), .value = 0x10de},
	        .device_id = {.fact = fact_known("device"), .value = device},
	        .class_code = {.fact = fact_known("class"), .value = 0x030000},
	        .vendor_name = "NVIDIA Corporation",
	        .device_name = "GV100GL [Tesla V100 PCIe 16GB]",
	        .vm = -1,
	};
}

static struct dda_inventory *inventory_of_three_cards(void)
{
	struct dda_inventory *inventory = inventory_new();

	MUST(inventory);
	add_function(inventory, (struct address){.bus = 1}, "PCIROOT(0)#PCI(0100)#PCI(0000)",
	             0x1db1);
	add_function(inventory, (struct address){.bus = 2}, "PCIROOT(0)#PCI(0200)#PCI(0000)",
	             0x1db1);
	add_function(inventory, (struct address){.domain = 0x10000, .bus = 3}, NULL, 0x1db4);
	MUST(inventory_finish(inventory) == 0);
	return inventory;
}

/* A selector gives cards that are there, or an error that says why not; never both. */
static void try(const struct dda_inventory *inventory, const char *text, bool many)
{
	struct selection selection = {0};
	struct dda_error *error = NULL;
	int r = selection_add(&selection, inventory, text, many, &error);

	MUST(r == 0 ? !error && selection.count > 0 : error && selection.count == 0);
	MUST(many || selection.count <= 1);
	MUST(!many || r != -E2BIG);
	for (size_t i = 0; i < selection.count; i++)
		MUST(selection.items[i] < inventory->cards.count);
	dda_error_free(error);
	selection_deinit(&selection);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dda_inventory *inventory;
	char *text = text_of(data, size);

	if (!inventory)
		inventory = inventory_of_three_cards();
	try(inventory, text, false);
	try(inventory, text, true);
	MUST(selector_exact_function(inventory, text) < (int)inventory->functions.count);
	free(text);
	return 0;
}
