/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "view/survey-cards.h"
#include "view/columns.h"
#include "view/wrap.h"

#define INDENT 4

/* A sign for each word, so that it is seen at a glance, and without colours. */
static const char *sign_of(const char *mark)
{
	static const struct {
		const char *mark, *sign;
	} signs[] = {
	        {"ok", "+"},      {"assignable", "+"},     {"warning", "!"}, {"with warnings", "!"},
	        {"blocker", "x"}, {"not assignable", "x"}, {"note", "-"},    {"not judged", "-"},
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (text_equal(mark, signs[i].mark))
			return signs[i].sign;
	return "?"; /* cannot tell, undecided */
}

static void put_mark(const char *mark, const struct view_style *style, FILE *out)
{
	fprintf(out, "%s%s %s%s", colour_begin(style, mark), sign_of(mark), _(mark),
	        colour_end(style, mark));
}

/* The source of a fact stands behind it, once for facts in a row that share it. */
static int put_fact(const json_t *facts, size_t index, const struct view_style *style, FILE *out)
{
	const json_t *fact = json_array_get(facts, index);
	const json_t *next = json_array_get(facts, index + 1);
	const char *text = document_string(fact, "text"), *source = document_string(fact, "source");
	_cleanup_(arena_free) struct arena arena = {0};

	if (source && !text_equal(source, document_string(next, "source")))
		text = arena_format(&arena, "%s  [%s]", text, _(source));
	fprintf(out, "%*s", INDENT, "");
	text_wrap(text, INDENT, INDENT + 2, style, out);
	return text ? 0 : -ENOMEM;
}

static void put_finding(const json_t *finding, const struct view_style *style, FILE *out)
{
	const char *label = text_finding_label(finding);
	unsigned column = INDENT + (unsigned)text_columns(_(label)) + 4;

	fprintf(out, "%*s", INDENT, "");
	put_mark(label, style, out);
	fputs(": ", out);
	text_wrap(document_string(finding, "evidence"), column, INDENT + 2, style, out);
	text_put_remedy(document_string(finding, "remedy"), INDENT + 2, style, out);
}

static int put_step(const json_t *step, const struct view_style *style, FILE *out)
{
	const json_t *facts = document_array(step, "facts"), *finding;
	size_t i;

	put_mark(document_string(step, "mark"), style, out);
	fprintf(out, ": %s\n", document_string(step, "title"));
	for (i = 0; i < json_array_size(facts); i++)
		if (put_fact(facts, i, style, out) < 0)
			return -ENOMEM;
	json_array_foreach(document_array(step, "findings"), i, finding)
	{
		put_finding(finding, style, out);
	}
	return 0;
}

static int put_steps(const json_t *story, const struct view_style *style, FILE *out)
{
	const json_t *step;
	size_t i;

	json_array_foreach(document_array(story, "steps"), i, step)
	{
		if (put_step(step, style, out) < 0)
			return -ENOMEM;
	}
	return 0;
}

static void put_verdict(const char *verdict, const struct view_style *style, FILE *out)
{
	bool warned = text_equal(verdict, "with warnings");

	fprintf(out, "%s%s %s%s", colour_begin(style, verdict), sign_of(verdict),
	        warned ? _("assignable with warnings") : _(verdict), colour_end(style, verdict));
}

int text_story(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *story = json_object_get(document, "story"), *next;
	const json_t *device = json_array_get(document_array(document, "devices"), 0);
	const char *card = document_string(story, "card"), *name = document_string(story, "name");
	size_t i;

	text_put(card, out);
	fputs(name ? "  " : "", out);
	text_wrap(name, (unsigned)strlen(card) + 2, 2, style, out);
	fputc('\n', out);
	if (put_steps(story, style, out) < 0)
		return -ENOMEM;
	fputc('\n', out);
	put_verdict(survey_verdict(device), style, out);
	fprintf(out, ": %s\n", card);
	json_array_foreach(document_array(story, "next"), i, next)
	{
		text_put_remedy(json_string_value(next), 2, style, out);
	}
	return 0;
}
