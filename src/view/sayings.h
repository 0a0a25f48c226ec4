/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "base/texts.h"

/*
 * Findings as they are to be said: those of one code, label and remedy in one group, and in it
 * those of one cause as one, with all their subjects. There may be one for each card of a large
 * host, so all are numbers, counted from 1 (0: none) in chains, and a text is kept once.
 */

struct saying_group {
	uint32_t label, code, remedy; /* the label as an index, the others texts */
	uint32_t first, last, next;   /* causes of it; the next group */
};

struct saying_cause {
	uint32_t group, text, hash; /* `text` as of one of its findings */
	uint32_t first, last, next; /* findings of it; the next cause of its group */
	uint32_t count;             /* of its subjects */
};

struct saying {
	uint32_t cause, subject;
	uint32_t text; /* the evidence, marked (see cause.h) */
	uint32_t next; /* of the same cause, about something else */
};

struct sayings {
	struct texts texts;
	struct {
		struct saying_group *items;
		size_t count;
		uint32_t first, last;
	} groups;
	struct {
		struct saying_cause *items;
		size_t count;
	} causes;
	struct {
		struct saying *items;
		size_t count;
	} findings;
	struct lookup known_groups, known_causes, said;
};

void sayings_deinit(struct sayings *sayings);

/* Adds a finding. Returns 0 or -ENOMEM. */
int sayings_add(struct sayings *sayings, const json_t *finding);

/* Says `count` findings, from an index on, behind those that were said. Returns 0 or -ENOMEM. */
int sayings_say(struct sayings *sayings, size_t first, size_t count);

/* What there is to say: the cause when it has several subjects, else the evidence of its only one;
 * in heap memory, NULL without. */
char *sayings_spell(const struct sayings *sayings, const struct saying_cause *cause);

/* Their labels, worst first, ends with NULL. */
extern const char *const saying_labels[];
