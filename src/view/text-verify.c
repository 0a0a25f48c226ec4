/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>
#include <inttypes.h>

#include "base/text.h"
#include "base/translate.h"

/* "16 GiB at 0x800000000", or that it is not mapped. */
static void put_place(const json_t *bar, char *text, size_t size)
{
	const json_t *address = json_object_get(bar, "address");
	_cleanup_free_ char *length =
	        text_size((uint64_t)json_integer_value(json_object_get(bar, "size")));

	if (json_is_null(address))
		snprintf(text, size, _("%s, not mapped"), length ? length : "?");
	else
		snprintf(text, size, "%s at 0x%" PRIx64, length ? length : "?",
		         (uint64_t)json_integer_value(address));
}

/* "0x800000000", or why not. */
static void put_planned(const json_t *bar, char *text, size_t size)
{
	const json_t *planned = json_object_get(bar, "planned");

	if (json_is_null(planned))
		snprintf(text, size, _("not planned"));
	else
		snprintf(text, size, "0x%" PRIx64,
		         (uint64_t)json_integer_value(json_object_get(planned, "start")));
}

/* One row for a function of whose BARs nobody outside the VM sees anything. */
static void add_unseen(struct table *table, const json_t *function)
{
	const json_t *present = json_object_get(function, "present");

	table_add(table, document_string(function, "address"));
	table_add(table, "-");
	table_add(table, json_is_true(present)    ? _("there")
	                 : json_is_false(present) ? _("not there")
	                                          : _("unknown"));
	table_add(table, "-");
}

static void add_bars(struct table *table, const json_t *function)
{
	const json_t *bar;
	char index[24], place[64], planned[64];
	size_t i;

	if (!document_array(function, "bars"))
		return add_unseen(table, function);
	json_array_foreach(document_array(function, "bars"), i, bar)
	{
		snprintf(index, sizeof(index), "BAR%" JSON_INTEGER_FORMAT,
		         json_integer_value(json_object_get(bar, "bar")));
		put_place(bar, place, sizeof(place));
		put_planned(bar, planned, sizeof(planned));
		table_add(table, document_string(function, "address"));
		table_add(table, index);
		table_add(table, place);
		table_add(table, planned);
	}
}

static int bar_table(const json_t *functions, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "FUNCTION"},
	        {.title = "BAR"},
	        {.title = "IN THE VM"},
	        {.title = "PLANNED"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 4};
	const json_t *function;
	size_t i;

	json_array_foreach(functions, i, function) add_bars(&table, function);
	return table_print(&table, 0, style, out);
}

/* What the guest says of each function. */
static int function_table(const json_t *functions, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "FUNCTION"},
	        {.title = "GUEST'S DRIVER"},
	        {.title = "PROBLEM"},
	        {.title = "NAME", .shrinks = true},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 4};
	const json_t *function;
	size_t i;

	json_array_foreach(functions, i, function)
	{
		const json_t *problem = json_object_get(function, "problem");
		json_int_t code = json_integer_value(problem);
		char text[32];

		snprintf(text, sizeof(text), code ? _("code %lld") : _("none"), (long long)code);
		table_add(&table, document_string(function, "address"));
		table_add(&table, _(document_string(function, "driver")));
		table_add(&table, json_is_null(problem) ? NULL : text);
		table_add(&table, document_string(function, "name"));
	}
	return table_print(&table, 0, style, out);
}

static bool said_before(const json_t *bars, size_t index, const char *why)
{
	for (size_t i = 0; i < index; i++)
		if (text_equal(document_string(json_array_get(bars, i), "not_planned"), why))
			return true;
	return false;
}

/* Why some of the BARs are not planned, each reason once. */
static void put_reasons(const json_t *bars, FILE *out)
{
	for (size_t i = 0; i < json_array_size(bars); i++) {
		const char *why = document_string(json_array_get(bars, i), "not_planned");

		if (!why || said_before(bars, i, why))
			continue;
		fputs(_("not planned: "), out);
		text_put(why, out);
		fputc('\n', out);
	}
}

static int put_functions(const json_t *functions, const struct view_style *style, FILE *out)
{
	_cleanup_document_ json_t *bars = json_array();
	const json_t *function;
	size_t i;

	if (json_array_size(functions) == 0)
		return 0;
	if (function_table(functions, style, out) < 0)
		return -ENOMEM;
	fputc('\n', out);
	if (bar_table(functions, style, out) < 0)
		return -ENOMEM;
	json_array_foreach(functions, i, function)
	{
		json_t *own = json_object_get(function, "bars");

		if (json_is_array(own) && json_array_extend(bars, own) < 0)
			return -ENOMEM;
	}
	put_reasons(bars, out);
	fputc('\n', out);
	return 0;
}

static bool bars_seen(const json_t *functions)
{
	const json_t *function;
	size_t i;

	json_array_foreach(functions, i, function)
	{
		if (!document_array(function, "bars"))
			return false;
	}
	return true;
}

int text_verify(const json_t *document, const struct view_style *style, FILE *out)
{
	if (put_functions(document_array(document, "functions"), style, out) < 0)
		return -ENOMEM;
	if (view_is_verified(document))
		fprintf(out, _("the VM has all functions it was given%s\n"),
		        bars_seen(document_array(document, "functions"))
		                ? _(", and each memory BAR is mapped")
		                : "");
	return text_findings(document_array(document, "findings"), style, out);
}
