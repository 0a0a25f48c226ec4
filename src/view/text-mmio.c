/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>
#include <inttypes.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/translate.h"

static uint64_t number(const json_t *object, const char *key)
{
	return (uint64_t)json_integer_value(json_object_get(object, key));
}

static int write_size(uint64_t bytes, bool exact, int width, FILE *out)
{
	_cleanup_free_ char *text = exact ? text_size_exact(bytes) : text_size(bytes);

	if (!text)
		return -ENOMEM;
	fprintf(out, "%*s", width, text);
	return 0;
}

static int put_size(uint64_t bytes, int width, FILE *out)
{
	return write_size(bytes, true, width, out);
}

/* "4 x V100 SXM2 16G" */
static void put_cards(const json_t *cards, FILE *out)
{
	size_t count = json_array_size(cards), same;

	if (count == 0)
		fputs(_("no cards"), out);
	for (size_t i = 0; i < count; i += same) {
		const char *name = json_string_value(json_array_get(cards, i));

		for (same = 1; i + same < count; same++)
			if (!text_equal(json_string_value(json_array_get(cards, i + same)), name))
				break;
		fputs(i ? ", " : "", out);
		if (same > 1)
			fprintf(out, _("%zu x "), same);
		text_put(name, out);
	}
}

static int put_title(const json_t *document, FILE *out)
{
	const json_t *bits = json_object_get(document, "address_bits");
	bool fits = json_is_true(json_object_get(document, "fits"));

	put_cards(json_object_get(document, "cards"), out);
	fprintf(out, _(" on %s, "), document_string(document, "target"));
	if (put_size(number(document, "ram"), 0, out) < 0)
		return -ENOMEM;
	fputs(_(" of RAM"), out);
	if (json_is_integer(bits))
		fprintf(out, _(", %lld address bits"), (long long)json_integer_value(bits));
	fprintf(out, ": %s\n", fits ? _("fits") : _("does not fit"));
	return 0;
}

static int put_space(const json_t *space, FILE *out)
{
	fprintf(out, "  %s: ", _(document_string(space, "name")));
	if (put_size(number(space, "need"), 0, out) < 0)
		return -ENOMEM;
	fputs(_(" of "), out);
	if (put_size(number(space, "size"), 0, out) < 0)
		return -ENOMEM;
	fprintf(out, _(" from 0x%" PRIx64 " on\n"), number(space, "start"));
	return 0;
}

static void put_settings(const json_t *set, FILE *out)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)set, key, value)
	        fprintf(out, _("  set %s = %lld\n"), key, (long long)json_integer_value(value));
}

static void put_what(const json_t *line, FILE *out)
{
	const json_t *card = json_object_get(line, "card");
	const json_t *function = json_object_get(line, "function");
	const char *what = document_string(line, "what");

	if (!json_is_integer(card)) {
		fputs(_("RAM"), out);
		return;
	}
	if (!json_is_integer(function)) {
		fprintf(out, _("card %lld: port's window%s"), (long long)json_integer_value(card),
		        json_is_true(json_object_get(line, "prefetchable")) ? _(", prefetchable")
		                                                            : "");
		return;
	}
	fprintf(out, _("  card %lld.%lld %s"), (long long)json_integer_value(card),
	        (long long)json_integer_value(function), what);
}

/* One box of the drawing. */
static int put_line(const json_t *line, FILE *out)
{
	if (json_is_integer(json_object_get(line, "start")))
		fprintf(out, "  0x%012" PRIx64 " ", number(line, "start"));
	else
		fputs(_("  no room        "), out);
	if (put_size(number(line, "size"), 10, out) < 0)
		return -ENOMEM;
	fputs(" | ", out);
	put_what(line, out);
	fputc('\n', out);
	return 0;
}

/* What lies between two boxes; *end is where the one before ended. */
static int put_gap(uint64_t *end, const json_t *line, FILE *out)
{
	uint64_t start = number(line, "start"), next = start + number(line, "size");
	bool placed = json_is_integer(json_object_get(line, "start"));
	int r = 0;

	if (placed && start > *end) {
		fputs("                 ", out);
		r = write_size(start - *end, false, 10, out);
		fputs(" :\n", out);
	}
	if (placed && next > *end)
		*end = next;
	return r;
}

/* The address space from the bottom up. A window is drawn as what is in it, and what is free. */
static int put_map(const json_t *map, FILE *out)
{
	uint64_t end = 0;
	const json_t *line;
	size_t i;

	fputs(_("\n  START                SIZE   WHAT (\":\" free or not the cards')\n"), out);
	json_array_foreach(map, i, line)
	{
		bool window = text_equal(document_string(line, "what"), "window");
		uint64_t before = end;

		if (put_gap(&end, line, out) < 0 || put_line(line, out) < 0)
			return -ENOMEM;
		if (window && json_is_integer(json_object_get(line, "start")))
			end = number(line, "start") > before ? number(line, "start") : before;
	}
	return 0;
}

int text_mmio(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *findings = document_array(document, "findings"), *space;
	size_t i;

	if (put_title(document, out) < 0)
		return -ENOMEM;
	json_array_foreach(json_object_get(document, "spaces"), i,
	                   space) if (put_space(space, out) < 0) return -ENOMEM;
	put_settings(json_object_get(document, "set"), out);
	if (put_map(document_array(document, "map"), out) < 0)
		return -ENOMEM;
	if (json_array_size(findings))
		fputc('\n', out);
	return text_findings(findings, style, out);
}

/* "16 MiB", of all BARs but I/O and ROM; NULL without memory. */
static const char *sizes_of(const json_t *model, struct arena *arena)
{
	const char *text = "";
	const json_t *bar;
	size_t i;

	json_array_foreach(json_object_get(model, "bars"), i, bar)
	{
		_cleanup_free_ char *size = text_size_exact(number(bar, "size"));

		if (json_is_true(json_object_get(bar, "io")) ||
		    !json_is_integer(json_object_get(bar, "bar")))
			continue;
		text = size && text ? arena_format(arena, "%s%s%s", text, *text ? " + " : "", size)
		                    : NULL;
	}
	return text;
}

int text_mmio_models(const json_t *document, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "MODEL"}, {.title = "MEMORY BARS"}, {.title = "SOURCE", .shrinks = true}};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 3};
	_cleanup_(arena_free) struct arena arena = {0};
	const json_t *model;
	size_t i;

	json_array_foreach(json_object_get(document, "models"), i, model)
	{
		const char *sizes = sizes_of(model, &arena);
		const char *source = document_string(model, "source");

		if (!sizes)
			return -ENOMEM;
		table_add(&table, document_string(model, "name"));
		table_add(&table, sizes);
		table_add(&table, source ? source : _("not sourced: by the rule for its memory"));
	}
	return table_print(&table, 0, style, out);
}
