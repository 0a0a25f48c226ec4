/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/alike.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "view/columns.h"
#include "view/wrap.h"

#define SUBJECTS 16 /* on a terminal: more of one cause are only counted */

/* A finding as it is to be said. */
struct said {
	const char *label, *code, *subject, *evidence, *remedy;
	const char
	        *cause; /* the evidence without the addresses of its own card: the same for many */
};

/* All of them, and which are alike. */
struct sayings {
	struct arena arena;
	struct said *items;
	size_t count;
	struct alike *groups, *causes, *findings;
};

static void cleanup_sayings(struct sayings *sayings)
{
	arena_free(&sayings->arena);
	free(sayings->items);
	free(sayings->groups);
	free(sayings->causes);
	free(sayings->findings);
}

const char *text_finding_label(const json_t *finding)
{
	bool undecided = json_is_true(json_object_get(finding, "undecided"));

	return undecided ? "undecided" : document_string(finding, "severity");
}

/* Length of an address of the card `subject` that `text` begins with, as a word of its own. */
static size_t own_address(const char *text, const char *subject)
{
	const char *rest = text_after(text, subject);
	size_t length = strlen(subject);

	if (rest && rest[0] == '.' && isdigit((unsigned char)rest[1]))
		length += 2;
	if (!rest || !strchr(subject, ':') || !strchr(" ,;:)", text[length]))
		return 0;
	return length;
}

/* What the function at the end of its address is called among its own card. */
static const char *pronoun(const char *address, size_t length, const char *subject,
                           struct arena *arena)
{
	char number = address[length - 1];

	return length == strlen(subject) || number == '0'
	               ? "it"
	               : arena_format(arena, "function %c", number);
}

/* "it can't be reset alone" of "0000:01:00.0 can't be reset alone": so that cards can share it. */
static const char *cause_of(const char *evidence, const char *subject, struct arena *arena)
{
	const char *cause = "", *from = evidence, *word;
	bool begins = true;

	for (const char *at = evidence; cause && *at; at++) {
		size_t length = begins ? own_address(at, subject) : 0;

		begins = *at == ' ' || *at == '(';
		if (!length)
			continue;
		word = pronoun(at, length, subject, arena);
		cause = word ? arena_format(arena, "%s%.*s%s", cause, (int)(at - from), from, word)
		             : NULL;
		from = at + length;
		at = from - 1;
	}
	return cause ? arena_format(arena, "%s%s", cause, from) : NULL;
}

static int read_finding(struct sayings *sayings, const json_t *finding)
{
	const char *subject = document_string(finding, "subject");
	const char *evidence = document_string(finding, "evidence");
	struct said *said = ARRAY_ADD(sayings);

	if (!said)
		return -ENOMEM;
	*said = (struct said){
	        .label = text_finding_label(finding),
	        .code = document_string(finding, "code"),
	        .subject = subject,
	        .evidence = evidence,
	        .remedy = document_string(finding, "remedy"),
	        .cause = cause_of(evidence, subject, &sayings->arena),
	};
	return said->cause ? 0 : -ENOMEM;
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* Findings of one group are listed together, with their remedy once at the end. */
static int compare_groups(const void *a, const void *b)
{
	const struct said *one = a, *other = b;
	int order = compare_texts(one->code, other->code);

	if (order == 0)
		order = compare_texts(one->label, other->label);
	return order ? order : compare_texts(one->remedy, other->remedy);
}

static int compare_causes(const void *a, const void *b)
{
	int order = compare_groups(a, b);

	return order ? order
	             : compare_texts(((const struct said *)a)->cause,
	                             ((const struct said *)b)->cause);
}

static int compare_findings(const void *a, const void *b)
{
	int order = compare_causes(a, b);

	return order ? order
	             : compare_texts(((const struct said *)a)->subject,
	                             ((const struct said *)b)->subject);
}

static int read_findings(const json_t *findings, struct sayings *sayings)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		if (read_finding(sayings, finding) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int find_alike(struct sayings *sayings)
{
	const struct said *items = sayings->items;
	size_t count = sayings->count;

	sayings->groups = alike_find(items, count, sizeof(*items), compare_groups);
	sayings->causes = alike_find(items, count, sizeof(*items), compare_causes);
	sayings->findings = alike_find(items, count, sizeof(*items), compare_findings);
	return sayings->groups && sayings->causes && sayings->findings ? 0 : -ENOMEM;
}

/* The next one of the same cause about something else, or the count. */
static size_t next_subject(const struct sayings *sayings, size_t index)
{
	do
		index = sayings->causes[index].next;
	while (index < sayings->count && sayings->findings[index].first != index);
	return index;
}

static unsigned count_subjects(const struct sayings *sayings, size_t first)
{
	unsigned count = 0;

	for (size_t i = first; i < sayings->count; i = next_subject(sayings, i))
		count++;
	return count;
}

/* Into a file or a pipe: all of them. */
static void put_subjects(const struct sayings *sayings, size_t first, FILE *out)
{
	for (size_t i = first; i < sayings->count; i = next_subject(sayings, i)) {
		fputs(i == first ? "" : ", ", out);
		text_put(sayings->items[i].subject, out);
	}
}

/* On a terminal: "0000:01:00, 0000:02:00 and 30 more". */
static const char *subjects_of(struct sayings *sayings, size_t first, unsigned count)
{
	const char *text = sayings->items[first].subject;
	size_t i = next_subject(sayings, first);

	for (unsigned n = 1; text && n < count && n < SUBJECTS; n++) {
		text = arena_format(&sayings->arena, "%s, %s", text, sayings->items[i].subject);
		i = next_subject(sayings, i);
	}
	if (text && count > SUBJECTS)
		text = arena_format(&sayings->arena, "%s and %u more", text, count - SUBJECTS);
	return text;
}

static int put_wrapped(struct sayings *sayings, size_t index, const char *what, unsigned count,
                       const struct view_style *style, FILE *out)
{
	const char *subjects = subjects_of(sayings, index, count);
	const char *line = subjects ? arena_format(&sayings->arena, "%s: %s", subjects, what)
	                            : NULL;

	if (!line)
		return -ENOMEM;
	text_wrap(line, (unsigned)strlen(sayings->items[index].label) + 2, 2, style, out);
	return 0;
}

static int put_finding(struct sayings *sayings, size_t index, const struct view_style *style,
                       FILE *out)
{
	const struct said *said = &sayings->items[index];
	unsigned count = count_subjects(sayings, index);
	const char *what = count > 1 ? said->cause : said->evidence;

	fprintf(out, "%s%s%s: ", colour_begin(style, said->label), said->label,
	        colour_end(style, said->label));
	if (style->width)
		return put_wrapped(sayings, index, what, count, style, out);
	put_subjects(sayings, index, out);
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

static int put_group(struct sayings *sayings, size_t first, const struct view_style *style,
                     FILE *out)
{
	for (size_t i = first; i < sayings->count; i = sayings->groups[i].next)
		if (sayings->causes[i].first == i && put_finding(sayings, i, style, out) < 0)
			return -ENOMEM;
	text_put_remedy(sayings->items[first].remedy, 2, style, out);
	return 0;
}

int text_findings(const json_t *findings, const struct view_style *style, FILE *out)
{
	static const char *const labels[] = {"blocker", "undecided", "warning", "note"};
	_cleanup_(cleanup_sayings) struct sayings sayings = {0};

	if (read_findings(findings, &sayings) < 0 || find_alike(&sayings) < 0)
		return -ENOMEM;
	for (size_t label = 0; label < sizeof(labels) / sizeof(labels[0]); label++)
		for (size_t i = 0; i < sayings.count; i++)
			if (sayings.groups[i].first == i &&
			    text_equal(sayings.items[i].label, labels[label]) &&
			    put_group(&sayings, i, style, out) < 0)
				return -ENOMEM;
	return 0;
}
