/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include <errno.h>
#include <jansson.h>

#include "host/hyperv/decode.h"

/* What everything above takes for granted of an inventory. */
static void check_functions(const struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];
		int up = (int)i, steps = 0;

		MUST(inventory_find(inventory, function->address) == (int)i);
		MUST(function->instance_path && function->vm < (int)inventory->vms.count);
		MUST(!fact_is_present(function->driver.fact) || function->driver.value);
		MUST(!fact_is_present(function->details->link_width.fact) ||
		     function->details->link_width.value);
		for (; up >= 0; up = inventory->functions.items[up].parent)
			MUST(steps++ <= (int)inventory->functions.count);
		for (size_t j = 0; j < function->holders.count; j++)
			MUST(function->holders.items[j].name);
	}
}

static void check_vms(const struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->vms.count; i++) {
		const struct vm *vm = &inventory->vms.items[i];

		MUST(vm->name && vm->uuid);
		for (size_t j = 0; j < vm->hostdevs.count; j++)
			MUST(inventory_find(inventory, vm->hostdevs.items[j].host) >= 0);
		for (size_t j = 0; j < vm->stale.count; j++)
			MUST(vm->stale.items[j]);
	}
	MUST(inventory->vms_fact.fact.state != FACT_UNKNOWN || inventory->vms_fact.value);
}

/* Any JSON there is: not only what our own program writes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *document = json_loadb((const char *)data, size, JSON_DECODE_ANY, NULL);
	struct dda_inventory *inventory = inventory_new();
	int r;

	MUST(inventory);
	if (document) {
		r = decode_snapshot(document, ~0u, inventory);
		json_decref(document);
		MUST(r == 0 || r == -ENOENT);
		if (r == 0) {
			check_functions(inventory);
			check_vms(inventory);
		}
	}
	dda_inventory_free(inventory);
	return 0;
}
