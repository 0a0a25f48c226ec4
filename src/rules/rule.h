/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/plan.h>

#include "model/inventory.h"
#include "rules/finding.h"

/* A VM of a request. */
struct intent_vm {
	const char *name;
	int index; /* in the inventory, -1: there is none of that name */
};

/* What a request wants to happen; a survey has none. */
struct intent {
	enum dda_verb verb;
	const unsigned *cards; /* indices of all cards of the request */
	const int *card_vms;   /* per card: its VM as an index into `vms`, -1 for none */
	size_t card_count;
	const struct intent_vm *vms; /* all VMs that cards go to or come from, each once */
	size_t vm_count;
	bool hides; /* the guests are not to see that they are VMs */
	bool pins;  /* the VMs are to be bound to their cards' NUMA nodes */
	bool start; /* the VMs are started in the end */
	const struct dda_settings *settings; /* DDA_SET: what they are to become */
	bool asks; /* nothing is to happen: a survey of cards as if they went to one VM */
};

/* What a rule may look at. */
struct rule_scope {
	const struct dda_inventory *inventory;
	const struct intent *intent; /* NULL: a survey */
	const struct card *card;     /* NULL for a rule over the host or a VM */
	unsigned card_index;
	const struct intent_vm *vm; /* NULL unless it is a rule over a VM */
};

/*
 * A rule is a pure function over facts: it looks at one card (or the host, or a VM) and adds what
 * it finds. Adding a rule: one file rules/rule-NAME.c, one row in rules/table.c, the topic of its
 * codes in rules/topic.c, one test case, one line in docs/findings.md.
 */
typedef void (*rule_function)(const struct rule_scope *scope, struct findings *findings);

enum rule_subject {
	RULE_HOST,     /* once per host */
	RULE_CARD,     /* once per card: can it leave the host at all? */
	RULE_REQUEST,  /* once per card of a request: can that be done with it now? */
	RULE_VM,       /* once per VM of a request */
	RULE_GUEST,    /* once per VM that is asked for a proof of what it has */
	RULE_SETTINGS, /* once per VM, also without a request: would it get along with a device? */
	RULE_LEFT,     /* once per card: was it left where nobody has it? */
	RULE_STALE,    /* once per VM: does its configuration still agree with the host? */
};

struct rule {
	const char *code; /* the finding code, or the first of them */
	enum rule_subject subject;
	unsigned platforms; /* that it bears on: a set of 1 << enum platform */
	unsigned verbs;     /* the requests it bears on: a set of 1 << enum dda_verb */
	bool decides;       /* what it finds makes all later rules about the card pointless */
	rule_function check;
};

/* All rules, in the order in which their findings are reported; ends with a NULL code. */
extern const struct rule rules[];

/* Findings about the host itself. */
void rules_check_host(const struct dda_inventory *inventory, struct findings *findings);

/* Findings about one card: RULE_CARD rules, and RULE_REQUEST rules when there is an intent. */
void rules_check_card(const struct dda_inventory *inventory, const struct intent *intent,
                      unsigned card, struct findings *findings);

/* All that bears on a request: findings about the host, its cards, its VMs. */
void rules_check_request(const struct dda_inventory *inventory, const struct intent *intent,
                         struct findings *findings);

/* Findings about what a VM, an index into the inventory, has of the functions it was given. */
void rules_check_guest(const struct dda_inventory *inventory, int vm, struct findings *findings);

/* What of a VM's settings stands in the way of devices, or is changed when it gets one. */
void rules_check_vm(const struct dda_inventory *inventory, unsigned vm, struct findings *findings);

/* What of cards and VMs is not as anybody would leave it, each with the request that puts it right.
 * Nothing where it is not known which VM has what. */
void rules_check_stale(const struct dda_inventory *inventory, struct findings *findings);

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
 * The verdict about a card: its own findings and those about the host count. A decided blocker: not
 * assignable; else something undecided: cannot tell; else a warning; else assignable. Notes about
 * nothing undecided don't count.
 */
enum verdict verdict_of_card(const struct findings *findings, unsigned card);
