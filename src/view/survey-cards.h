/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "view/document.h"
#include "view/sayings.h"

/*
 * The cards of a survey in the order in which people look for them: GPUs, then everything else that
 * can be given away, then virtual functions, of which one card can have hundreds, and at last parts
 * of the mainboard; by address among their like.
 */
enum card_kind { KIND_GPU, KIND_DEVICE, KIND_VIRTUAL, KIND_PART };

/* There may be tens of thousands; texts are numbers of the sayings' texts. */
struct survey_card {
	enum card_kind kind;
	uint32_t card, location_path, name; /* clean, of its first function, which stands for it */
	uint32_t state;                     /* that all its functions are in, or "half" */
	uint32_t verdict;                   /* in words: "with warnings" */
	uint32_t first_finding;             /* the others follow it */
};

struct survey_cards {
	struct survey_card *items; /* in the order of addresses */
	size_t count;
	uint32_t *order; /* by which people look for them */
	size_t parts;    /* so many of them, the last ones, are parts of the mainboard */
	struct sayings sayings;
};

void survey_cards_deinit(struct survey_cards *cards);

/* Adds the devices of a survey, one after the other. Returns 0 or -ENOMEM. */
int survey_cards_add(struct survey_cards *cards, const json_t *device);

/* Puts them in order when all are there. Returns 0 or -ENOMEM. */
int survey_cards_sort(struct survey_cards *cards);

/* One of them, by its place in that order, and the text of a number. */
static inline const struct survey_card *survey_cards_get(const struct survey_cards *cards,
                                                         size_t place)
{
	return &cards->items[cards->order[place]];
}

static inline const char *survey_cards_text(const struct survey_cards *cards, uint32_t number)
{
	return texts_get(&cards->sayings.texts, number);
}

/* Says the findings of the first so many of them. Returns 0 or -ENOMEM. */
int survey_cards_say(struct survey_cards *cards, size_t count);

/* The verdict of a device in words: "not assignable". */
const char *survey_verdict(const json_t *device);
