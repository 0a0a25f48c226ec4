/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/words.h"

/* What rules have in common: where to look, and how to begin a finding. */

/* All functions of a card, one after the other. */
#define for_each_function(function, inventory, card)                                               \
	for (unsigned i_ = 0;                                                                      \
	     i_ < (card)->count &&                                                                 \
	     ((function) = &(inventory)->functions.items[(card)->functions[i_]], true);            \
	     i_++)

/* What a person types, in the words of the scope's platform: rules/remedy.h. */
const char *scope_command(const struct rule_scope *scope, enum vm_task task, const char *vm,
                          struct findings *findings);

/* Findings without evidence and remedy yet, about the card, the host or the VM of the scope. */
struct finding finding_about_card(const struct rule_scope *scope, struct findings *findings,
                                  const char *code, enum finding_severity severity);
struct finding finding_about_host(const struct rule_scope *scope, struct findings *findings,
                                  const char *code, enum finding_severity severity);
struct finding finding_about_vm(const struct rule_scope *scope, struct findings *findings,
                                const char *code, enum finding_severity severity);

/* The same about one function that the VM of the scope holds. */
struct finding finding_about_function(const struct rule_scope *scope, struct findings *findings,
                                      const struct hostdev *hostdev, const char *code,
                                      enum finding_severity severity);

/* Gives a finding the request that puts it right, and its words as the remedy. */
void finding_set_fix(const struct rule_scope *scope, struct findings *findings,
                     struct finding *finding, struct finding_fix fix);

/* The function of the host that it is, NULL when it is not there. */
const struct dda_function *scope_function(const struct rule_scope *scope,
                                          const struct hostdev *hostdev);

/* True when the scope has an intent to do `verb`. */
bool scope_wants(const struct rule_scope *scope, enum dda_verb verb);

/* True when something is to happen: it is no survey. */
bool scope_acts(const struct rule_scope *scope);

/* True when `card` is one of the cards of the request. */
bool intent_has_card(const struct intent *intent, unsigned card);

/* Index in the inventory of the VM of that card of the request, -1 for none. */
int intent_vm_of_card(const struct intent *intent, unsigned card);

/* The VM of the scope's card in the request, -1 for none and in a survey. */
int scope_target(const struct rule_scope *scope);

/* True when the VM that the request gives the card to has the function already. */
bool function_is_delivered(const struct rule_scope *scope, const struct dda_function *function);

/* The VM of a rule over a VM, NULL when there is none of that name. */
const struct vm *scope_vm(const struct rule_scope *scope);

/*
 * The VM whose settings are to be fit for a device: of a request that gives it one, or, without a
 * request, any. NULL for another one, and for one whose definition could not be read.
 */
const struct vm *scope_fit_vm(const struct rule_scope *scope);

/* True when the request would change the configuration of the scope's VM, or start it. */
bool scope_changes_vm(const struct rule_scope *scope);

/* Index of a VM other than `except` that has the function in its configuration, -1 for none. */
int function_vm_except(const struct dda_inventory *inventory, const struct dda_function *function,
                       int except);

/* True when it is on a VFIO driver and it was not dda that put it there. */
bool function_was_out(const struct dda_function *function);

/* True for a GPU of NVIDIA's with "GeForce" in its name, in whatever letters the database has it.
 */
bool function_is_geforce(const struct dda_function *function);

/* True when both are known to be in one IOMMU group. */
bool functions_share_group(const struct dda_function *a, const struct dda_function *b);

/*
 * The functions that share a group with one of the card's and are not part of it, nor bridges, one
 * after the other: NULL gives the first, and there is NULL after the last. Those of one group come
 * in order of address.
 */
const struct dda_function *scope_next_fellow(const struct rule_scope *scope,
                                             const struct dda_function *after);

/* Adds "0000:01:00.1 (GP104 Audio, driver snd_hda_intel)". */
void words_add_function(struct words *words, const struct dda_function *function);
