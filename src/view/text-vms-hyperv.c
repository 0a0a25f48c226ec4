/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/translate.h"

static void add_number(struct table *table, const json_t *number, const char *unit)
{
	char text[32];

	snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT "%s", json_integer_value(number),
	         unit);
	table_add(table, json_is_integer(number) ? text : NULL);
}

static void add_settings(struct table *table, const json_t *vm)
{
	const json_t *settings = json_object_get(vm, "settings");
	const json_t *space = json_object_get(settings, "address_space");

	if (!json_is_object(settings))
		return;
	table_add(table, document_string(vm, "name"));
	add_number(table, json_object_get(settings, "generation"), "");
	text_add_answer(table, json_object_get(settings, "dynamic_memory"), _("dynamic"),
	                _("fixed"));
	table_add(table, document_string(settings, "stop_action"));
	table_add(table, document_string(settings, "checkpoint_type"));
	text_add_answer(table, json_object_get(settings, "guest_cache_types"), _("guest's"),
	                _("fixed"));
	add_number(table, json_object_get(space, "LowMmioGapSize"), " MB");
	add_number(table, json_object_get(space, "HighMmioGapSize"), " MB");
	add_number(table, json_object_get(space, "HighMmioGapBase"), " MB");
	text_add_answer(table, json_object_get(settings, "saved"), _("yes"), _("no"));
}

int text_vms_hyperv(const json_t *vms, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "VM", .shrinks = true},
	        {.title = "GENERATION"},
	        {.title = "MEMORY"},
	        {.title = "STOP ACTION"},
	        {.title = "CHECKPOINTS"},
	        {.title = "CACHE TYPES"},
	        {.title = "LOW SPACE"},
	        {.title = "HIGH SPACE"},
	        {.title = "BASE"},
	        {.title = "SAVED"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 10};
	const json_t *vm;
	size_t i;

	json_array_foreach(vms, i, vm) add_settings(&table, vm);
	if (table.count)
		fputc('\n', out);
	return table_print(&table, 0, style, out);
}
