/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"
#include "view/columns.h"

static char *origin_text(const json_t *origin)
{
	const char *driver = document_string(origin, "driver");
	const char *override = document_string(origin, "driver_override");
	char *text = NULL;
	int r = asprintf(&text, _("driver %s, driver_override %s"), driver ? driver : "-",
	                 override ? override : "-");

	return r < 0 ? NULL : text;
}

static char *value_text(const json_t *value)
{
	char *text = NULL;
	int r = -1;

	if (json_is_object(value))
		return origin_text(value);
	if (json_is_string(value))
		r = asprintf(&text, "%s", json_string_value(value));
	else if (json_is_integer(value))
		r = asprintf(&text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_true(value))
		r = asprintf(&text, _("yes"));
	return r < 0 ? NULL : text;
}

static void add_bar(struct table *table, const json_t *bar, const char *source)
{
	const json_t *number = json_object_get(bar, "bar");
	const json_t *bytes = json_object_get(bar, "size");
	_cleanup_free_ char *size = json_is_integer(bytes)
	                                    ? text_size((uint64_t)json_integer_value(bytes))
	                                    : NULL;
	const char *start = document_string(bar, "start"), *kind = document_string(bar, "kind");
	char name[16], value[96];

	if (json_is_integer(number))
		snprintf(name, sizeof(name), _("bar %d"), (int)json_integer_value(number));
	else
		snprintf(name, sizeof(name), "rom");
	snprintf(value, sizeof(value), _("%s, %s%s, at %s"), size ? size : _("size unknown"),
	         kind ? kind : "?",
	         json_is_true(json_object_get(bar, "prefetchable")) ? _(", prefetchable") : "",
	         start ? start : _("no address"));
	table_add(table, name);
	table_add(table, value);
	table_add(table, source);
}

static void add_bars(struct table *table, const json_t *fact)
{
	const json_t *bar;
	size_t i;

	json_array_foreach(json_object_get(fact, "value"), i, bar)
	        add_bar(table, bar, _(document_string(fact, "source")));
}

/* "disk 0 (...): the host starts from it" */
static void add_holders(struct table *table, const json_t *holders, const char *source)
{
	const json_t *holder;
	size_t i;

	json_array_foreach(holders, i, holder)
	{
		const char *name = document_string(holder, "name");
		const char *why = document_string(holder, "why");
		_cleanup_free_ char *text = NULL;

		if (asprintf(&text, "%s%s%s", name, why ? ": " : "", why ? why : "") < 0)
			table->out_of_memory = true;
		table_add(table, "holder");
		table_add(table, text);
		table_add(table, source);
	}
}

/* "Xorg (1234): /dev/dri/card0" */
static void add_processes(struct table *table, const json_t *processes, const char *source)
{
	const json_t *process;
	size_t i;

	json_array_foreach(processes, i, process)
	{
		_cleanup_free_ char *text = NULL;

		if (asprintf(&text, "%s (%" JSON_INTEGER_FORMAT "): %s",
		             document_string(process, "name"),
		             json_integer_value(json_object_get(process, "id")),
		             document_string(process, "open")) < 0)
			table->out_of_memory = true;
		table_add(table, "process");
		table_add(table, text);
		table_add(table, source);
	}
}

static void add_line(struct table *table, const char *name, const char *value, const char *source)
{
	table_add(table, name);
	table_add(table, value);
	table_add(table, source);
}

/* A list goes on in the next line: cards have up to 256 virtual functions. */
#define WORDS_IN_LINE 4

/* "MSI, MSI-X" */
static void add_words(struct table *table, const char *name, const json_t *words,
                      const char *source)
{
	const json_t *word;
	size_t i;

	if (json_array_size(words) == 0)
		add_line(table, name, _("none"), source);
	for (i = 0; i < json_array_size(words); i += WORDS_IN_LINE) {
		char text[WORDS_IN_LINE * 24] = "";
		size_t end = 0;

		for (size_t j = i; j < i + WORDS_IN_LINE && (word = json_array_get(words, j)); j++)
			end += (size_t)snprintf(text + end, sizeof(text) - end, "%s%.20s",
			                        j > i ? ", " : "", json_string_value(word));
		add_line(table, name, text, source);
	}
}

static void add_list(struct table *table, const char *name, const json_t *fact)
{
	const json_t *list = json_object_get(fact, "value");
	const char *source = _(document_string(fact, "source"));

	if (text_equal(name, "bars"))
		add_bars(table, fact);
	else if (text_equal(name, "holders") && json_array_size(list))
		add_holders(table, list, source);
	else if (text_equal(name, "processes") && json_array_size(list))
		add_processes(table, list, source);
	else
		add_words(table, name, list, source);
}

/* What stands in the place of a value that is not there. */
static char *no_value_text(const json_t *fact)
{
	const char *state = document_string(fact, "state"), *error = document_string(fact, "error");
	char *text = NULL;
	int r;

	if (text_equal(state, "absent"))
		r = asprintf(&text, "-");
	else if (error)
		r = asprintf(&text, "%s: %s", _(state), _(error));
	else
		r = asprintf(&text, "%s",
		             text_equal(state, "not-asked") ? _("not asked") : _(state));
	return r < 0 ? NULL : text;
}

/* Below the fact that there is some. */
static void add_regions(struct table *table, const json_t *fact)
{
	const json_t *region;
	size_t i;

	json_array_foreach(json_object_get(fact, "regions"), i, region)
	{
		const char *start = document_string(region, "start");
		const char *end = document_string(region, "end");
		const char *type = document_string(region, "type");
		char value[96];

		snprintf(value, sizeof(value), "%s-%s, %s", start ? start : "?", end ? end : "?",
		         type ? type : "?");
		table_add(table, "reserved_region");
		table_add(table, value);
		table_add(table, _(document_string(fact, "source")));
	}
}

static void add_fact(struct table *table, const char *name, const json_t *fact)
{
	const json_t *value = json_object_get(fact, "value");
	_cleanup_free_ char *text = NULL;

	if (json_is_array(value)) {
		add_list(table, name, fact);
		return;
	}
	text = json_is_null(value) ? no_value_text(fact) : value_text(value);
	table->out_of_memory |= !text;
	table_add(table, name);
	table_add(table, text);
	table_add(table, _(document_string(fact, "source")));
	add_regions(table, fact);
}

/* Padded by hand: printf() counts bytes. */
static void put_title(const char *title, FILE *out)
{
	size_t columns = text_columns(title);

	fprintf(out, "  %s%*s ", title, columns < 14 ? (int)(14 - columns) : 0, "");
}

static void put_heading(const json_t *device, const char *no_vm, FILE *out)
{
	static const struct {
		const char *key, *title;
	} lines[] = {
	        {"instance_path", N_("instance")},
	        {"location_path", N_("location path")},
	        {"name", N_("name")},
	        {"card", N_("card")},
	        {"upstream", N_("upstream")},
	        {"state", N_("state")},
	        {"vm", N_("vm")},
	};

	text_put(document_string(device, "address"), out);
	fputc('\n', out);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const char *text = document_string(device, lines[i].key);

		if (!text && i == 0)
			continue;
		put_title(_(lines[i].title), out);
		text = text_equal(lines[i].key, "state") ? _(text) : text;
		text_put(text ? text : text_equal(lines[i].key, "vm") ? no_vm : "-", out);
		if (i == 1 && json_is_false(json_object_get(device, "location_confirmed")))
			fputs(_(" (root bridge inferred, not read)"), out);
		fputc('\n', out);
	}
}

static int show_facts(json_t *facts, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "FACT"},
	        {.title = "VALUE"},
	        {.title = "SOURCE"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 3};
	const char *name;
	json_t *fact;

	json_object_foreach(facts, name, fact) add_fact(&table, name, fact);
	return table_print(&table, 2, style, out);
}

int text_show(const json_t *document, const struct view_style *style, FILE *out)
{
	const char *no_vm = text_vms_unknown(document) ? "?" : "-";
	json_t *iommu = json_object_get(json_object_get(document, "host"), "iommu");
	const json_t *device;
	size_t i;

	json_array_foreach(document_array(document, "devices"), i, device)
	{
		fputs(i ? "\n" : "", out);
		put_heading(device, no_vm, out);
		if (show_facts(json_object_get(device, "facts"), style, out) < 0)
			return -ENOMEM;
	}
	if (!json_is_object(iommu))
		return 0;
	fputs(_("\nthe host's IOMMU\n"), out);
	return show_facts(iommu, style, out);
}
