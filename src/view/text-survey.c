/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"
#include "view/survey-cards.h"
#include "view/wrap.h"

static int card_table(const struct survey_cards *cards, size_t count,
                      const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "CARD"},
	        {.title = "LOCATION PATH", .drops = true},
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE", .coloured = true},
	        {.title = "VERDICT", .coloured = true},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 5};

	for (size_t i = 0; i < count; i++) {
		const struct survey_card *card = &cards->items[i];

		table_add(&table, document_string(card->device, "card"));
		table_add(&table, document_string(card->device, "location_path"));
		table_add(&table, document_string(card->device, "name"));
		table_add(&table, card->state);
		table_add(&table, card->verdict);
	}
	return table_print(&table, 0, style, out);
}

/* The findings of all cards in one list, so that a shared cause can be said once. */
static json_t *findings_of_cards(const struct survey_cards *cards, size_t count)
{
	json_t *all = json_array();

	for (size_t i = 0; i < count; i++)
		if (json_array_extend(all, (json_t *)cards->items[i].findings) < 0)
			document_append(&all, NULL);
	return all;
}

/* Those of the host bear on every card, so they come first, by themselves. */
static int put_findings(const json_t *document, const struct survey_cards *cards, size_t count,
                        const struct view_style *style, FILE *out)
{
	const json_t *of_host = document_array(json_object_get(document, "host"), "findings");
	_cleanup_document_ json_t *of_cards = findings_of_cards(cards, count);

	if (!of_cards)
		return -ENOMEM;
	fputs(json_array_size(of_host) ? "\n" : "", out);
	if (text_findings(of_host, style, out) < 0)
		return -ENOMEM;
	fputs(json_array_size(of_cards) ? "\n" : "", out);
	return text_findings(of_cards, style, out);
}

static unsigned count_verdict(const struct survey_cards *cards, size_t count, const char *verdict)
{
	unsigned found = 0;

	for (size_t i = 0; i < count; i++)
		found += text_equal(cards->items[i].verdict, verdict);
	return found;
}

static const char *const verdicts[] = {"assignable", "with warnings", "cannot tell",
                                       "not assignable"};

/* "12 cards: 3 assignable, 9 not assignable; not shown: 4 parts of the mainboard" */
static const char *sum_of(const struct survey_cards *cards, size_t count, struct arena *arena)
{
	unsigned left_out = (unsigned)(cards->count - count), found;
	const char *separator = ": ";
	const char *text = arena_format(arena, "%u card%s", (unsigned)count, count == 1 ? "" : "s");

	for (size_t i = 0; text && i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		found = count_verdict(cards, count, verdicts[i]);
		if (!found)
			continue;
		text = arena_format(arena, "%s%s%u %s", text, separator, found, verdicts[i]);
		separator = ", ";
	}
	if (text && left_out)
		text = arena_format(arena, "%s; not shown: %u part%s of the mainboard (dda list)",
		                    text, left_out, left_out == 1 ? "" : "s");
	return text;
}

/* The card that is most likely what somebody came for: of the first kind the first of the best
 * verdict. */
static const struct survey_card *best(const struct survey_cards *cards, size_t count)
{
	const struct survey_card *found = NULL;

	for (size_t v = 0; !found && v < sizeof(verdicts) / sizeof(verdicts[0]); v++)
		for (size_t i = 0; !found && i < count; i++)
			if (cards->items[i].kind == cards->items[0].kind &&
			    text_equal(cards->items[i].verdict, verdicts[v]))
				found = &cards->items[i];
	return found ? found : &cards->items[0];
}

static bool has_blocker(const json_t *findings)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		if (text_equal(document_string(finding, "severity"), "blocker"))
			return true;
	}
	return false;
}

static bool all_assignable(const struct survey_cards *cards)
{
	size_t good = count_verdict(cards, cards->count, verdicts[0]) +
	              count_verdict(cards, cards->count, verdicts[1]);

	return good == cards->count;
}

/* "0000:01:00 0000:02:00" */
static const char *names_of(const struct survey_cards *cards, struct arena *arena)
{
	const char *text = "";

	for (size_t i = 0; text && i < cards->count; i++)
		text = arena_format(arena, "%s%s%s", text, i ? " " : "",
		                    document_string(cards->items[i].device, "card"));
	return text;
}

/* What to do now: what bears on all cards first. */
static const char *next_of(const json_t *document, const struct survey_cards *cards, size_t count,
                           struct arena *arena)
{
	bool all = json_is_true(json_object_get(document, "all"));
	const char *names;

	if (has_blocker(document_array(json_object_get(document, "host"), "findings")))
		return "next: what is said of the host bears on every card: see to that first, "
		       "then "
		       "ask again";
	if (!all && all_assignable(cards)) {
		names = names_of(cards, arena);
		return names ? arena_format(arena, "next: dda assign %s --vm VM --dry-run", names)
		             : NULL;
	}
	return arena_format(arena, "next: dda survey %s (one card, step by step)",
	                    document_string(best(cards, count)->device, "card"));
}

static int put_end(const json_t *document, const struct survey_cards *cards, size_t count,
                   const struct view_style *style, FILE *out)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *sum = sum_of(cards, count, &arena);
	const char *next = next_of(document, cards, count, &arena);

	fputc('\n', out);
	text_wrap(sum, 0, 2, style, out);
	text_wrap(next, 0, 2, style, out);
	return sum && next ? 0 : -ENOMEM;
}

int text_survey(const json_t *document, const struct view_style *style, FILE *out)
{
	_cleanup_(cleanup_survey_cards) struct survey_cards cards = {0};
	bool all = json_is_true(json_object_get(document, "all"));
	size_t count;

	if (json_object_get(document, "story"))
		return text_story(document, style, out);
	if (survey_cards_read(document, &cards) < 0)
		return -ENOMEM;
	count = cards.count - (all && cards.parts < cards.count ? cards.parts : 0);
	if (card_table(&cards, count, style, out) < 0)
		return -ENOMEM;
	if (count == 0)
		fputs("no devices but bridges\n", out);
	if (put_findings(document, &cards, count, style, out) < 0)
		return -ENOMEM;
	return count > 0 ? put_end(document, &cards, count, style, out) : 0;
}
