/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/lspci/lspci-inventory.h"
#include "host/pci/lspci-ids.h"

static void check_function(const struct lspci_function *function, const char *text, size_t size)
{
	const struct lspci_line lines[] = {function->name,  function->driver,
	                                   function->speed, function->speed_max,
	                                   function->width, function->width_max};

	MUST(function->address.device < 32 && function->address.function < 8);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		MUST(lines[i].length == 0 ||
		     (lines[i].text >= text && lines[i].text + lines[i].length <= text + size));
	MUST(!function->config.acs.present || function->config.header_known ||
	     function->detail == LSPCI_LINE || !function->class_code.known);
}

static void check_inventory(const struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		MUST(function->parent < (int)inventory->functions.count);
		MUST(function->parent != (int)i);
		MUST(!fact_is_present(function->driver.fact) || function->driver.value);
		MUST(!fact_is_present(function->details->link_speed.fact) ||
		     function->details->link_speed.value);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = copy_of(data, size);
	struct dda_inventory *inventory = inventory_new();
	struct lspci lspci;

	MUST(inventory);
	if (decode_lspci(text, size, &lspci) == 0) {
		MUST(lspci.count > 0 && lspci.count <= LSPCI_FUNCTIONS_MAX);
		for (size_t i = 0; i < lspci.count; i++) {
			check_function(&lspci.items[i], text, size);
			MUST(i == 0 || address_compare(lspci.items[i - 1].address,
			                               lspci.items[i].address) < 0);
		}
		MUST(lspci_find_ids(&lspci, text, size) == 0);
		MUST(lspci_inventory(&lspci, inventory) == 0);
		check_inventory(inventory);
		lspci_deinit(&lspci);
	}
	dda_inventory_free(inventory);
	free(text);
	return 0;
}
