/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "view/text.h"
#include "view/wrap.h"

#define INDENT 6

/* Paragraphs with an empty line between them. */
static int put_paragraphs(const char *text, const struct view_style *style, FILE *out)
{
	_cleanup_free_ char *copy = strdup(text ? text : "");
	char *next = copy, *end;

	for (; next && *next; next = end) {
		end = strstr(next, "\n\n");
		if (end)
			*end = '\0';
		text_wrap(next, 0, 0, style, out);
		fputc('\n', out);
		end = end ? end + 2 : next + strlen(next);
	}
	return copy ? 0 : -ENOMEM;
}

/* One code among all of them: its remedy is said where it is asked for alone. */
static int put_row(const json_t *row, const struct view_style *style, FILE *out)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *line = arena_format(&arena, "%s (%s): %s", document_string(row, "code"),
	                                document_string(row, "severity"),
	                                document_string(row, "meaning"));

	if (!line)
		return -ENOMEM;
	fputs("  ", out);
	text_wrap(line, 2, INDENT, style, out);
	return 0;
}

static int put_topic(const json_t *topic, const json_t *rows, const struct view_style *style,
                     FILE *out)
{
	const char *title = document_string(topic, "title");
	const json_t *row;
	size_t i, count = 0;

	fprintf(out, "%s\n\n", title);
	if (put_paragraphs(document_string(topic, "text"), style, out) < 0)
		return -ENOMEM;
	json_array_foreach(rows, i, row)
	{
		if (!text_equal(document_string(row, "topic"), title))
			continue;
		if (put_row(row, style, out) < 0)
			return -ENOMEM;
		count++;
	}
	fputs(count ? "\n" : "", out);
	return 0;
}

static void put_alone(const json_t *row, const struct view_style *style, FILE *out)
{
	const char *code = document_string(row, "code");

	fprintf(out, "%s\n\n  ", code);
	text_wrap(document_string(row, "meaning"), 2, 2, style, out);
	text_put_remedy(document_string(row, "remedy"), 2, style, out);
	fprintf(out, _("\n  severity: %s\n"), document_string(row, "severity"));
	if (json_is_true(json_object_get(row, "forcible")))
		fprintf(out,
		        _("  can be decided against: --force=%s of \"dda assign\", \"dda "
		          "dismount\"\n"),
		        code);
	fputc('\n', out);
}

int text_meanings(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *rows = document_array(document, "codes"), *topic, *row;
	bool all = json_is_true(json_object_get(document, "all"));
	size_t i;

	json_array_foreach(document_array(document, "topics"), i, topic)
	{
		if (put_topic(topic, rows, style, out) < 0)
			return -ENOMEM;
	}
	for (i = 0; !all && (row = json_array_get(rows, i)); i++)
		put_alone(row, style, out);
	fputs(all ? _("\"dda help CODE\" says of one what to do about it.\n")
	          : _("\"dda survey DEVICE\" says it of one card, with what it was found by; \"dda "
	              "help findings\" lists all codes.\n"),
	      out);
	return 0;
}
