/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rules/topic.h"
#include "view/document.h"

/*
 * The story of one card: what a careful colleague would look at, one step for each topic of the
 * rules. A step says its facts; the findings of its topic are put below them by story_of_card().
 */
struct story_step {
	const struct dda_inventory *inventory;
	const struct card *card;
	json_t *facts; /* [{"text", "source"}] */
	bool unread;   /* something of it could not be read */
	bool unjudged; /* without what the host lacks it means nothing */
};

/* Adds a line. `function` names the file of the fact where it is one of the function's, or is NULL.
 */
__attribute__((format(printf, 4, 5))) void story_say(struct story_step *step,
                                                     const struct dda_function *function,
                                                     struct fact fact, const char *format, ...);

/*
 * True when the fact is known. An unknown one makes a line of its own, "WHAT: not known (why)", and
 * the step one that can't be told; of one that nobody asked for nothing is said.
 */
bool story_knows(struct story_step *step, const struct dda_function *function, struct fact fact,
                 const char *what);

/* What has no source of its own. */
#define STORY_NO_SOURCE ((struct fact){0})

/* The facts of each step. */
void story_host(struct story_step *step);
void story_device(struct story_step *step);
void story_place(struct story_step *step);
void story_owner(struct story_step *step);
void story_use(struct story_step *step);
void story_group(struct story_step *step);
void story_isolation(struct story_step *step);
void story_reset(struct story_step *step);
void story_interrupts(struct story_step *step);
void story_memory(struct story_step *step);
void story_numa(struct story_step *step);

/*
 * {"card", "steps": [{"title", "mark", "facts", "findings"}], "verdict", "next": [text]}; marks are
 * "ok", "warning", "blocker", "cannot tell", and "not judged" where another step decides.
 * Each finding about the card or the host is in exactly one step. NULL without memory.
 */
json_t *story_of_card(const struct dda_inventory *inventory, unsigned card,
                      const struct findings *findings);
