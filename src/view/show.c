/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include "model/selector.h"

static json_t *show_function(const struct dda_inventory *inventory,
                             const struct dda_function *function)
{
	json_t *device = document_device(inventory, function);

	document_put(&device, "location_confirmed", json_boolean(function->location_confirmed));
	document_put(&device, "upstream",
	             function->parent < 0 ? json_null() : document_address(function->upstream));
	document_put(&device, "instance_path", document_text(function->instance_path));
	document_put(&device, "facts", document_facts(inventory, function));
	return device;
}

int view_show(const struct dda_inventory *inventory, const char *device, json_t **ret,
              struct dda_error **ret_error)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};
	json_t *document, *host, *devices = NULL;
	const struct card *card;
	int r = selection_add(&selection, inventory, device, false, ret_error), exact;

	if (r < 0)
		return r;
	card = &inventory->cards.items[selection.items[0]];
	exact = selector_exact_function(inventory, device);
	devices = json_array();
	for (unsigned i = 0; i < card->count; i++)
		if (exact < 0 || (unsigned)exact == card->functions[i])
			document_append(
			        &devices,
			        show_function(inventory,
			                      &inventory->functions.items[card->functions[i]]));
	document = document_new("show");
	host = document_host(inventory, document_vms_findings(inventory));
	document_put(&host, "iommu", document_iommu(inventory));
	document_put(&document, "host", host);
	document_put(&document, "devices", devices);
	return document_finish(document, ret, ret_error);
}
