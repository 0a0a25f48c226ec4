/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "view/document.h"

/*
 * The cards of a survey in the order in which people look for them: GPUs, then everything else that
 * can be given away, then virtual functions, of which one card can have hundreds, and at last parts
 * of the mainboard; by address among their like.
 */
enum card_kind { KIND_GPU, KIND_DEVICE, KIND_VIRTUAL, KIND_PART };

struct survey_card {
	enum card_kind kind;
	size_t place;           /* in the document */
	const json_t *device;   /* its first function, which stands for it */
	const char *state;      /* that all its functions are in, or "half" */
	const json_t *findings; /* about it */
	const char *verdict;    /* in words: "with warnings" */
};

struct survey_cards {
	struct survey_card *items;
	size_t count;
	size_t parts; /* so many of them, the last ones, are parts of the mainboard */
};

static inline void cleanup_survey_cards(struct survey_cards *cards)
{
	free(cards->items);
}

/* Reads the cards out of a survey, which must outlive them. Returns 0 or -ENOMEM. */
int survey_cards_read(const json_t *document, struct survey_cards *ret);

/* The verdict of a device in words: "not assignable". */
const char *survey_verdict(const json_t *device);
