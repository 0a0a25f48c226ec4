/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

#include <dda/plan.h>

#include "base/arena.h"

enum finding_severity { FINDING_NOTE, FINDING_WARNING, FINDING_BLOCKER };

/* "note", "warning", "blocker" */
const char *finding_severity_name(enum finding_severity severity);

/* The request that puts right what a rule found; its words are the remedy. */
struct finding_fix {
	bool known;      /* there is one */
	bool only_asked; /* it may well be meant so: only for whoever names the card or the VM */
	enum dda_verb verb;
	const char *device; /* NULL: of the VM alone */
	const char *vm;     /* NULL: of the device alone */
};

/*
 * What a rule found out. `code` is a stable kebab-case word that appears in JSON, docs and tests.
 * `unknown`: the rule could not be decided because a fact is missing; the verdict is then
 * "cannot tell" unless something else already forbids it. The severity of such a finding is the one
 * it would have if it were so: an undecided blocker forbids a change all the same.
 */
struct finding {
	const char *code;
	enum finding_severity severity;
	bool unknown;
	bool forcible; /* a person may decide that it does not matter */
	bool forced;   /* ... and has: it was a blocker */
	const char *subject, *evidence, *remedy;
	int card; /* index of the card it is about; -1: the host, or the VM of a request */
	int vm;   /* index of the VM it is about, -1: none */
	struct finding_fix fix; /* of the state of a card or VM; else not known */

	size_t next; /* of the list: 1 + index of the next finding about the same card, 0: none */
};

/* A list that owns its texts. Zeroed: empty. */
struct findings {
	struct arena arena;
	struct finding *items;
	size_t count;
	struct finding_chain {
		size_t first, last; /* 1 + index, 0: none */
	} about_none;
	struct {
		struct finding_chain *items;
		size_t count;
		int first;  /* card */
	} chains;           /* of each card from the first one on that there is something about */
	bool out_of_memory; /* something could not be added: the list must not be trusted */
	struct {
		struct arena arena;
		size_t count;
	} kept; /* the first ones of the list, and their texts */
};

void findings_deinit(struct findings *findings);

static inline void cleanup_findings(struct findings *findings)
{
	findings_deinit(findings);
}

/*
 * Adds a finding: texts in `finding` are taken as they are (constants, or made with
 * arena_format(&findings->arena, ...)). A NULL text other than the remedy counts as out of memory.
 */
void findings_add(struct findings *findings, struct finding finding);

/*
 * For one card after the other: findings_forget() takes away all that was added since
 * findings_keep(), which is called once, and keeps the memory for more.
 */
void findings_keep(struct findings *findings);
void findings_forget(struct findings *findings);

/* The first finding about that card (-1: the host or a VM), and the one after another; or NULL. */
const struct finding *findings_of_card(const struct findings *findings, int card);
const struct finding *findings_next(const struct findings *findings, const struct finding *finding);

/* The first blocker of the list, decided or not, or NULL. */
const struct finding *findings_blocker(const struct findings *findings);
