/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/survey-cards.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "view/clean.h"

static enum card_kind kind_of(const json_t *device)
{
	if (json_is_true(json_object_get(device, "mainboard")))
		return KIND_PART;
	if (json_is_true(json_object_get(device, "virtual_function")))
		return KIND_VIRTUAL;
	return json_is_true(json_object_get(device, "gpu")) ? KIND_GPU : KIND_DEVICE;
}

const char *survey_verdict(const json_t *device)
{
	static const struct {
		enum verdict verdict;
		const char *text;
	} texts[] = {
	        {VERDICT_ASSIGNABLE, N_("assignable")},
	        {VERDICT_WITH_WARNINGS, "with warnings"},
	        {VERDICT_NOT_ASSIGNABLE, "not assignable"},
	        {VERDICT_CANNOT_TELL, "cannot tell"},
	};
	const char *verdict = document_string(device, "verdict");

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (text_equal(verdict, verdict_name(texts[i].verdict)))
			return texts[i].text;
	return verdict;
}

void survey_cards_deinit(struct survey_cards *cards)
{
	sayings_deinit(&cards->sayings);
	free(cards->items);
	free(cards->order);
	*cards = (struct survey_cards){0};
}

static int add_clean(struct survey_cards *cards, const char *text, uint32_t *ret)
{
	_cleanup_free_ char *copy = text ? strdup(text) : NULL;

	if (text && !copy)
		return -ENOMEM;
	if (copy)
		text_clean(copy);
	return texts_add(&cards->sayings.texts, copy, ret);
}

static int add_findings(struct survey_cards *cards, const json_t *findings)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		if (sayings_add(&cards->sayings, finding) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int add_card(struct survey_cards *cards, const json_t *device)
{
	struct texts *texts = &cards->sayings.texts;
	struct survey_card *card = ARRAY_ADD(cards);

	if (!card)
		return -ENOMEM;
	card->kind = kind_of(device);
	card->first_finding = (uint32_t)cards->sayings.findings.count;
	if (add_clean(cards, document_string(device, "card"), &card->card) < 0 ||
	    add_clean(cards, document_string(device, "location_path"), &card->location_path) < 0 ||
	    add_clean(cards, document_string(device, "name"), &card->name) < 0 ||
	    texts_add(texts, document_string(device, "state"), &card->state) < 0 ||
	    texts_add(texts, survey_verdict(device), &card->verdict) < 0)
		return -ENOMEM;
	return add_findings(cards, json_object_get(device, "findings"));
}

static bool is_text(const struct survey_cards *cards, uint32_t number, const char *text)
{
	return text_equal(survey_cards_text(cards, number), text);
}

/* Functions of a card stand one after the other. */
int survey_cards_add(struct survey_cards *cards, const json_t *device)
{
	struct survey_card *card = cards->count ? &cards->items[cards->count - 1] : NULL;

	if (!card || !is_text(cards, card->card, document_string(device, "card")))
		return add_card(cards, device);
	if (is_text(cards, card->state, document_string(device, "state")))
		return 0;
	return texts_add(&cards->sayings.texts, N_("half"), &card->state);
}

int survey_cards_sort(struct survey_cards *cards)
{
	size_t place = 0;

	cards->order = calloc(cards->count + 1, sizeof(*cards->order));
	if (!cards->order)
		return -ENOMEM;
	for (enum card_kind kind = KIND_GPU; kind <= KIND_PART; kind++)
		for (size_t i = 0; i < cards->count; i++)
			if (cards->items[i].kind == kind)
				cards->order[place++] = (uint32_t)i;
	for (size_t i = 0; i < cards->count; i++)
		cards->parts += cards->items[i].kind == KIND_PART;
	return 0;
}

int survey_cards_say(struct survey_cards *cards, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t next = cards->order[i] + 1;
		size_t first = cards->items[next - 1].first_finding;
		size_t end = next < cards->count ? cards->items[next].first_finding
		                                 : cards->sayings.findings.count;

		if (sayings_say(&cards->sayings, first, end - first) < 0)
			return -ENOMEM;
	}
	return 0;
}
