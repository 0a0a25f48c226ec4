/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

int view_list(const struct dda_inventory *inventory, json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new("list"), *devices = json_array();

	for (size_t i = 0; i < inventory->functions.count; i++)
		document_append(&devices,
		                document_device(inventory, &inventory->functions.items[i]));
	document_put(&document, "host", document_host(inventory, document_vms_findings(inventory)));
	document_put(&document, "devices", devices);
	return document_finish(document, ret, ret_error);
}
