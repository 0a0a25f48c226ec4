/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

int text_list(const json_t *document, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "ADDRESS"},
	        {.title = "LOCATION PATH"},
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE", .coloured = true},
	        {.title = "VM"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 5};
	const char *no_vm = text_vms_unknown(document) ? "?" : NULL;
	const json_t *device;
	size_t i;

	json_array_foreach(document_array(document, "devices"), i, device)
	{
		const char *vm = document_string(device, "vm");

		table_add(&table, document_string(device, "address"));
		table_add(&table, document_string(device, "location_path"));
		table_add(&table, document_string(device, "name"));
		table_add(&table, document_string(device, "state"));
		table_add(&table, vm ? vm : no_vm);
	}
	return table_print(&table, 0, style, out);
}
