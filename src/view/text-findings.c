/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/translate.h"
#include "view/columns.h"
#include "view/wrap.h"

#define SUBJECTS 16 /* on a terminal: more of one cause are only counted */

const char *text_finding_label(const json_t *finding)
{
	bool undecided = json_is_true(json_object_get(finding, "undecided"));

	return undecided ? "undecided" : document_string(finding, "severity");
}

static const struct saying *saying_of(const struct sayings *sayings, uint32_t number)
{
	return number ? &sayings->findings.items[number - 1] : NULL;
}

static const char *subject_of(const struct sayings *sayings, const struct saying *saying)
{
	return texts_get(&sayings->texts, saying->subject);
}

/* Into a file or a pipe: all of them. */
static void put_subjects(const struct sayings *sayings, const struct saying_cause *cause, FILE *out)
{
	const struct saying *saying = saying_of(sayings, cause->first);

	for (; saying; saying = saying_of(sayings, saying->next)) {
		text_put(subject_of(sayings, saying), out);
		fputs(saying->next ? ", " : "", out);
	}
}

/* On a terminal: "0000:01:00, 0000:02:00 and 30 more". */
static const char *subjects_of(const struct sayings *sayings, const struct saying_cause *cause,
                               struct arena *arena)
{
	const struct saying *saying = saying_of(sayings, cause->first);
	const char *text = subject_of(sayings, saying);

	for (unsigned n = 1; text && n < cause->count && n < SUBJECTS; n++) {
		saying = saying_of(sayings, saying->next);
		text = arena_format(arena, "%s, %s", text, subject_of(sayings, saying));
	}
	if (text && cause->count > SUBJECTS)
		text = arena_format(arena, "%s and %u more", text, cause->count - SUBJECTS);
	return text;
}

static int put_wrapped(const struct sayings *sayings, const struct saying_cause *cause,
                       const char *what, unsigned column, const struct view_style *style, FILE *out)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *subjects = subjects_of(sayings, cause, &arena);
	const char *line = subjects ? arena_format(&arena, "%s: %s", subjects, what) : NULL;

	if (!line)
		return -ENOMEM;
	text_wrap(line, column, 2, style, out);
	return 0;
}

static int put_cause(const struct sayings *sayings, const struct saying_cause *cause,
                     const char *label, const struct view_style *style, FILE *out)
{
	_cleanup_free_ char *what = sayings_spell(sayings, cause);

	if (!what)
		return -ENOMEM;
	fprintf(out, "%s%s%s: ", colour_begin(style, label), _(label), colour_end(style, label));
	if (style->width)
		return put_wrapped(sayings, cause, what, (unsigned)text_columns(_(label)) + 2,
		                   style, out);
	put_subjects(sayings, cause, out);
	fputs(": ", out);
	text_wrap(what, 0, 0, style, out);
	return 0;
}

void text_put_remedy(const char *remedy, unsigned indent, const struct view_style *style, FILE *out)
{
	if (!remedy)
		return;
	fprintf(out, "%*s-> ", (int)indent, "");
	text_wrap(remedy, indent + 3, indent + 3, style, out);
}

static int put_group(const struct sayings *sayings, const struct saying_group *group,
                     const struct view_style *style, FILE *out)
{
	const struct saying_cause *cause;

	for (uint32_t number = group->first; number; number = cause->next) {
		cause = &sayings->causes.items[number - 1];
		if (put_cause(sayings, cause, saying_labels[group->label], style, out) < 0)
			return -ENOMEM;
	}
	text_put_remedy(texts_get(&sayings->texts, group->remedy), 2, style, out);
	return 0;
}

int text_sayings(const struct sayings *sayings, const struct view_style *style, FILE *out)
{
	const struct saying_group *group;

	for (uint32_t label = 0; saying_labels[label]; label++)
		for (uint32_t number = sayings->groups.first; number; number = group->next) {
			group = &sayings->groups.items[number - 1];
			if (group->label == label && put_group(sayings, group, style, out) < 0)
				return -ENOMEM;
		}
	return 0;
}

int text_findings(const json_t *findings, const struct view_style *style, FILE *out)
{
	_cleanup_(sayings_deinit) struct sayings sayings = {0};
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		if (sayings_add(&sayings, finding) < 0)
			return -ENOMEM;
	}
	if (sayings_say(&sayings, 0, sayings.findings.count) < 0)
		return -ENOMEM;
	return text_sayings(&sayings, style, out);
}
