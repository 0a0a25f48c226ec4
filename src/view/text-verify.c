/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>
#include <inttypes.h>

#include "base/text.h"

/* "16 GiB at 0x800000000", or that it is not mapped. */
static void put_place(const json_t *bar, char *text, size_t size)
{
	const json_t *address = json_object_get(bar, "address");
	_cleanup_free_ char *length =
	        text_size((uint64_t)json_integer_value(json_object_get(bar, "size")));

	if (json_is_null(address))
		snprintf(text, size, "%s, not mapped", length ? length : "?");
	else
		snprintf(text, size, "%s at 0x%" PRIx64, length ? length : "?",
		         (uint64_t)json_integer_value(address));
}

static void add_bars(struct table *table, const json_t *function)
{
	const json_t *bar;
	char index[24], place[64];
	size_t i;

	json_array_foreach(document_array(function, "bars"), i, bar)
	{
		snprintf(index, sizeof(index), "BAR%" JSON_INTEGER_FORMAT,
		         json_integer_value(json_object_get(bar, "bar")));
		put_place(bar, place, sizeof(place));
		table_add(table, document_string(function, "address"));
		table_add(table, index);
		table_add(table, place);
		table_add(table, document_string(function, "name"));
	}
}

static int function_table(const json_t *functions, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "FUNCTION"},
	        {.title = "BAR"},
	        {.title = "IN THE VM"},
	        {.title = "NAME", .shrinks = true},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 4};
	const json_t *function;
	size_t i;

	json_array_foreach(functions, i, function) add_bars(&table, function);
	return table_print(&table, 0, style, out);
}

int text_verify(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *functions = document_array(document, "functions");
	const json_t *findings = document_array(document, "findings");

	if (json_array_size(functions) && function_table(functions, style, out) < 0)
		return -ENOMEM;
	if (json_array_size(findings)) {
		if (json_array_size(functions))
			fputc('\n', out);
		text_findings(findings, style, out);
		return 0;
	}
	fputs("the VM has all functions it was given, and each BAR is mapped\n", out);
	return 0;
}
