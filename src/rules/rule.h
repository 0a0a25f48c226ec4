/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"
#include "rules/finding.h"

/* What a request wants to happen; rules of a survey without a request see NULL. */
struct intent {
	const unsigned *cards; /* indices of all cards of the request */
	size_t card_count;
	/* The VM each card would go to: an index into the inventory, or -1 when there is no VM of
	 * that name. NULL for a survey and for steps without a VM. */
	const int *vms;
	const char *const *vm_names;
};

/* What a rule may look at. */
struct rule_scope {
	const struct dda_inventory *inventory;
	const struct intent *intent; /* NULL: a survey */
	const struct card *card;     /* NULL for a rule over the host */
	unsigned card_index;
};

/*
 * A rule is a pure function over facts: it looks at one card (or the host) and adds what it finds.
 * Adding a rule: one file rules/rule-NAME.c, one row in rules/table.c, one test case, one line in
 * docs/findings.md.
 */
typedef void (*rule_function)(const struct rule_scope *scope, struct findings *findings);

enum rule_subject {
	RULE_HOST,   /* once per host */
	RULE_CARD,   /* once per card: can it leave the host at all? */
	RULE_REQUEST /* once per card of a request: can it go there now? */
};

struct rule {
	const char *code; /* the finding code, or the first of them */
	enum rule_subject subject;
	rule_function check;
};

/* All rules, in the order in which their findings are reported; ends with a NULL code. */
extern const struct rule rules[];

/* Findings about the host itself. */
void rules_check_host(const struct dda_inventory *inventory, struct findings *findings);

/* Findings about one card: RULE_CARD rules, and RULE_REQUEST rules when there is an intent. */
void rules_check_card(const struct dda_inventory *inventory, const struct intent *intent,
                      unsigned card, struct findings *findings);

/* The answer about one card. */
enum verdict {
	VERDICT_ASSIGNABLE,
	VERDICT_WITH_WARNINGS,
	VERDICT_NOT_ASSIGNABLE,
	VERDICT_CANNOT_TELL
};

/* "assignable", "assignable-with-warnings", "not-assignable", "cannot-tell" */
const char *verdict_name(enum verdict verdict);

/*
 * The verdict about a card: its own findings and the host's blockers count. A blocker: not
 * assignable; else something undecided: cannot tell; else a warning; else assignable.
 */
enum verdict verdict_of_card(const struct findings *findings, unsigned card);
