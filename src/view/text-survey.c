/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"
#include "view/survey-cards.h"
#include "view/wrap.h"

static void tell_card(const void *data, size_t row, const char **cells)
{
	const struct survey_cards *cards = data;
	const struct survey_card *card = survey_cards_get(cards, row);
	const uint32_t numbers[] = {card->card, card->location_path, card->name, card->state,
	                            card->verdict};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		cells[i] = survey_cards_text(cards, numbers[i]);
}

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
	const struct table_rows rows = {
	        .columns = columns,
	        .column_count = sizeof(columns) / sizeof(columns[0]),
	        .count = count,
	        .tell = tell_card,
	        .data = cards,
	};

	return table_print_rows(&rows, 0, style, out);
}

/* Those of the host bear on every card, so they come first, by themselves; those of all cards are
 * in one list, so that a shared cause can be said once. */
static int put_findings(const json_t *host, struct survey_cards *cards, size_t count,
                        const struct view_style *style, FILE *out)
{
	const json_t *of_host = document_array(host, "findings");

	fputs(json_array_size(of_host) ? "\n" : "", out);
	if (text_findings(of_host, style, out) < 0 || survey_cards_say(cards, count) < 0)
		return -ENOMEM;
	fputs(cards->sayings.groups.first ? "\n" : "", out);
	return text_sayings(&cards->sayings, style, out);
}

static const char *verdict_at(const struct survey_cards *cards, size_t place)
{
	return survey_cards_text(cards, survey_cards_get(cards, place)->verdict);
}

static unsigned count_verdict(const struct survey_cards *cards, size_t count, const char *verdict)
{
	unsigned found = 0;

	for (size_t i = 0; i < count; i++)
		found += text_equal(verdict_at(cards, i), verdict);
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
		text = arena_format(arena, "%s%s%u %s", text, separator, found, _(verdicts[i]));
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
	const struct survey_card *first = survey_cards_get(cards, 0);

	for (size_t v = 0; v < sizeof(verdicts) / sizeof(verdicts[0]); v++)
		for (size_t i = 0; i < count; i++)
			if (survey_cards_get(cards, i)->kind == first->kind &&
			    text_equal(verdict_at(cards, i), verdicts[v]))
				return survey_cards_get(cards, i);
	return first;
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
		                    survey_cards_text(cards, survey_cards_get(cards, i)->card));
	return text;
}

/* What to do now: what bears on all cards first. */
static const char *next_of(const json_t *host, bool all, const struct survey_cards *cards,
                           size_t count, struct arena *arena)
{
	const char *names;

	if (has_blocker(document_array(host, "findings")))
		return _("next: what is said of the host bears on every card: see to that first, "
		         "then "
		         "ask again");
	if (!all && all_assignable(cards)) {
		names = names_of(cards, arena);
		return names ? arena_format(arena, "next: dda assign %s --vm VM --dry-run", names)
		             : NULL;
	}
	return arena_format(arena, "next: dda survey %s (one card, step by step)",
	                    survey_cards_text(cards, best(cards, count)->card));
}

static int put_end(const json_t *host, bool all, const struct survey_cards *cards, size_t count,
                   const struct view_style *style, FILE *out)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *sum = sum_of(cards, count, &arena);
	const char *next = next_of(host, all, cards, count, &arena);

	fputc('\n', out);
	text_wrap(sum, 0, 2, style, out);
	text_wrap(next, 0, 2, style, out);
	return sum && next ? 0 : -ENOMEM;
}

int text_survey_cards(const json_t *host, bool all, struct survey_cards *cards,
                      const struct view_style *style, FILE *out)
{
	size_t count;

	if (survey_cards_sort(cards) < 0)
		return -ENOMEM;
	count = cards->count - (all && cards->parts < cards->count ? cards->parts : 0);
	if (card_table(cards, count, style, out) < 0)
		return -ENOMEM;
	if (count == 0)
		fputs(_("no devices but bridges\n"), out);
	if (put_findings(host, cards, count, style, out) < 0)
		return -ENOMEM;
	return count > 0 ? put_end(host, all, cards, count, style, out) : 0;
}

int text_survey(const json_t *document, const struct view_style *style, FILE *out)
{
	_cleanup_(survey_cards_deinit) struct survey_cards cards = {0};
	const json_t *device;
	size_t i;

	if (json_object_get(document, "story"))
		return text_story(document, style, out);
	json_array_foreach(document_array(document, "devices"), i, device)
	{
		if (survey_cards_add(&cards, device) < 0)
			return -ENOMEM;
	}
	return text_survey_cards(json_object_get(document, "host"),
	                         json_is_true(json_object_get(document, "all")), &cards, style,
	                         out);
}
