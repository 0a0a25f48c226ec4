/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/alike.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"

/* A finding as it is to be said. */
struct said {
	const char *code, *severity, *subject, *evidence, *remedy;
};

/* All of them, and which are alike. */
struct sayings {
	struct said *items;
	size_t count;
	struct alike *groups, *causes, *findings;
};

static void cleanup_sayings(struct sayings *sayings)
{
	free(sayings->items);
	free(sayings->groups);
	free(sayings->causes);
	free(sayings->findings);
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
		order = compare_texts(one->severity, other->severity);
	return order ? order : compare_texts(one->remedy, other->remedy);
}

static int compare_causes(const void *a, const void *b)
{
	int order = compare_groups(a, b);

	return order ? order
	             : compare_texts(((const struct said *)a)->evidence,
	                             ((const struct said *)b)->evidence);
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
		struct said *said = ARRAY_ADD(sayings);

		if (!said)
			return -ENOMEM;
		*said = (struct said){
		        .code = document_string(finding, "code"),
		        .severity = document_string(finding, "severity"),
		        .subject = document_string(finding, "subject"),
		        .evidence = document_string(finding, "evidence"),
		        .remedy = document_string(finding, "remedy"),
		};
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

static void put_subjects(const struct sayings *sayings, size_t first, FILE *out)
{
	text_put(sayings->items[first].subject, out);
	for (size_t i = sayings->causes[first].next; i < sayings->count;
	     i = sayings->causes[i].next) {
		if (sayings->findings[i].first != i)
			continue;
		fputs(", ", out);
		text_put(sayings->items[i].subject, out);
	}
}

static void put_finding(const struct sayings *sayings, size_t index, const struct view_style *style,
                        FILE *out)
{
	const struct said *said = &sayings->items[index];

	fprintf(out, "%s%s%s: ", colour_begin(style, said->severity), said->severity,
	        colour_end(style, said->severity));
	put_subjects(sayings, index, out);
	fputs(": ", out);
	text_put(said->evidence, out);
	fputc('\n', out);
}

static void put_group(const struct sayings *sayings, size_t first, const struct view_style *style,
                      FILE *out)
{
	const char *remedy = sayings->items[first].remedy;

	for (size_t i = first; i < sayings->count; i = sayings->groups[i].next)
		if (sayings->causes[i].first == i)
			put_finding(sayings, i, style, out);
	if (!remedy)
		return;
	fputs("  ", out);
	text_put(remedy, out);
	fputc('\n', out);
}

int text_findings(const json_t *findings, const struct view_style *style, FILE *out)
{
	_cleanup_(cleanup_sayings) struct sayings sayings = {0};

	if (read_findings(findings, &sayings) < 0 || find_alike(&sayings) < 0)
		return -ENOMEM;
	for (int severity = FINDING_BLOCKER; severity >= FINDING_NOTE; severity--) {
		const char *word = finding_severity_name((enum finding_severity)severity);

		for (size_t i = 0; i < sayings.count; i++)
			if (sayings.groups[i].first == i &&
			    text_equal(sayings.items[i].severity, word))
				put_group(&sayings, i, style, out);
	}
	return 0;
}
