/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/text.h"

static bool same(const json_t *a, const json_t *b, const char *key)
{
	return text_equal(document_string(a, key), document_string(b, key));
}

/* Findings of one group are listed together, with their remedy once at the end. */
static bool same_group(const json_t *a, const json_t *b)
{
	return same(a, b, "code") && same(a, b, "severity") && same(a, b, "remedy");
}

static bool same_cause(const json_t *a, const json_t *b)
{
	return same_group(a, b) && same(a, b, "evidence");
}

static bool same_finding(const json_t *a, const json_t *b)
{
	return same_cause(a, b) && same(a, b, "subject");
}

typedef bool (*likeness)(const json_t *a, const json_t *b);

/* True when one of `findings` before number `index` is like it. */
static bool said_before(const json_t *findings, size_t index, likeness alike)
{
	for (size_t i = 0; i < index; i++)
		if (alike(json_array_get(findings, i), json_array_get(findings, index)))
			return true;
	return false;
}

static void put_subjects(const json_t *findings, size_t first, FILE *out)
{
	const json_t *finding = json_array_get(findings, first);

	text_put(document_string(finding, "subject"), out);
	for (size_t i = first + 1; i < json_array_size(findings); i++) {
		const json_t *other = json_array_get(findings, i);

		if (!same_cause(other, finding) || said_before(findings, i, same_finding))
			continue;
		fputs(", ", out);
		text_put(document_string(other, "subject"), out);
	}
}

static void put_finding(const json_t *findings, size_t index, const struct view_style *style,
                        FILE *out)
{
	const json_t *finding = json_array_get(findings, index);
	const char *severity = document_string(finding, "severity");

	fprintf(out, "%s%s%s: ", colour_begin(style, severity), severity,
	        colour_end(style, severity));
	put_subjects(findings, index, out);
	fputs(": ", out);
	text_put(document_string(finding, "evidence"), out);
	fputc('\n', out);
}

static void put_group(const json_t *findings, size_t first, const struct view_style *style,
                      FILE *out)
{
	const json_t *finding = json_array_get(findings, first);
	const char *remedy = document_string(finding, "remedy");

	for (size_t i = first; i < json_array_size(findings); i++)
		if (same_group(json_array_get(findings, i), finding) &&
		    !said_before(findings, i, same_cause))
			put_finding(findings, i, style, out);
	if (!remedy)
		return;
	fputs("  ", out);
	text_put(remedy, out);
	fputc('\n', out);
}

void text_findings(const json_t *findings, const struct view_style *style, FILE *out)
{
	for (int severity = FINDING_BLOCKER; severity >= FINDING_NOTE; severity--) {
		const char *word = finding_severity_name((enum finding_severity)severity);

		for (size_t i = 0; i < json_array_size(findings); i++)
			if (text_equal(document_string(json_array_get(findings, i), "severity"),
			               word) &&
			    !said_before(findings, i, same_group))
				put_group(findings, i, style, out);
	}
}
