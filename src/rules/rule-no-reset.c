/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * Between two owners a device has to be reset, so that nothing of the one is left for the other. A
 * function that can't be reset alone can be reset with all that is on its bus, through the port
 * above, when all of that goes along.
 */

/* Who else is on the card's bus, and would be reset with it. */
struct neighbours {
	struct words staying; /* with the host, or with another VM */
	struct words leaving; /* with the card, or out already */
	struct words cards;   /* of those who stay */
	unsigned last_card;
};

/* True when nobody but the card's VM has to do with it. */
static bool goes_along(const struct rule_scope *scope, const struct dda_function *function)
{
	int vm = scope_target(scope);

	if (scope_wants(scope, DDA_ASSIGN) && intent_has_card(scope->intent, function->card))
		return intent_vm_of_card(scope->intent, function->card) == vm;
	if (function->vm >= 0)
		return function->vm ==
		       (scope->intent ? vm : card_main(scope->inventory, scope->card)->vm);
	return function->state == FUNCTION_DISMOUNTED;
}

static void add_neighbour(const struct rule_scope *scope, const struct dda_function *function,
                          struct neighbours *neighbours)
{
	const struct dda_inventory *inventory = scope->inventory;

	if (function->card == scope->card_index || function->state == FUNCTION_MISSING)
		return;
	if (goes_along(scope, function)) {
		words_add(&neighbours->leaving, "%s", address_format(function->address).text);
		return;
	}
	words_add_function(&neighbours->staying, function);
	if (function->card != neighbours->last_card)
		words_add(&neighbours->cards, "%s",
		          card_name(inventory, &inventory->cards.items[function->card]).text);
	neighbours->last_card = function->card;
}

static void find_neighbours(const struct rule_scope *scope, struct neighbours *neighbours)
{
	const struct dda_function *items = scope->inventory->functions.items;
	size_t first, count = inventory_bus(scope->inventory,
	                                    items[scope->card->functions[0]].address, &first);

	neighbours->last_card = scope->card_index;
	for (size_t i = 0; i < count; i++)
		add_neighbour(scope, &items[first + i], neighbours);
}

static void report_none(const struct rule_scope *scope, struct findings *findings,
                        const char *which)
{
	struct finding finding = finding_about_card(scope, findings, "no-reset", FINDING_WARNING);

	finding.evidence = arena_format(
	        &findings->arena,
	        "%s can't be reset alone, and there is no port above that could do it", which);
	finding.remedy = "switch the host off and on before another VM gets it; a card in a slot "
	                 "of its own can be reset";
	findings_add(findings, finding);
}

static void report_together(const struct rule_scope *scope, struct findings *findings,
                            const char *which, const struct neighbours *neighbours)
{
	struct finding finding = finding_about_card(scope, findings, "reset-together",
	                                            FINDING_NOTE);
	const char *others = words_end(&neighbours->leaving, &findings->arena);

	if (others)
		finding.evidence = arena_format(
		        &findings->arena,
		        "%s can't be reset alone, only the whole card%s%s through its port", which,
		        *others ? _(" together with ") : "", others);
	finding.remedy = neighbours->leaving.count
	                         ? "nothing to do, as long as no other VM gets these"
	                         : "nothing to do: all functions of a card go to one VM";
	findings_add(findings, finding);
}

static void report_shared(const struct rule_scope *scope, struct findings *findings,
                          const char *which, const struct neighbours *neighbours)
{
	struct finding finding = finding_about_card(scope, findings, "reset-shared",
	                                            FINDING_WARNING);
	const struct dda_function *first = card_main(scope->inventory, scope->card);
	const char *staying = words_end(&neighbours->staying, &findings->arena);
	const char *cards = words_end(&neighbours->cards, &findings->arena);

	if (!staying || !cards)
		finding.subject = NULL;
	else {
		finding.evidence = arena_format(
		        &findings->arena,
		        "%s can't be reset alone, and the reset of its bus, through %s, would "
		        "reset what "
		        "does not go to the same VM: %s; so there is none between two VMs",
		        which, address_format(first->upstream).text, staying);
		finding.remedy = arena_format(&findings->arena,
		                              "give %s to the same VM, or use a slot with a port "
		                              "to itself; else switch the "
		                              "host off and on before another VM gets the card",
		                              cards);
	}
	findings_add(findings, finding);
}

static void report(const struct rule_scope *scope, struct findings *findings, const char *which)
{
	struct neighbours neighbours = {0};

	if (!which) {
		findings->out_of_memory = true;
		return;
	}
	if (card_main(scope->inventory, scope->card)->parent < 0)
		return report_none(scope, findings, which);
	find_neighbours(scope, &neighbours);
	if (neighbours.staying.count)
		report_shared(scope, findings, which, &neighbours);
	else
		report_together(scope, findings, which, &neighbours);
}

/*
 * " (no FLR, ...)": which ways of those that the kernel has (drivers/pci/pci.c,
 * pci_reset_fn_methods) it hasn't; nothing where that is not known.
 */
static const char *say_missing(const struct dda_function *function, struct arena *arena)
{
	struct words ways = {0};
	const char *list;

	if (fact_is_absent(function->details->flr))
		words_add(&ways, "no FLR");
	else if (fact_is_present(function->details->flr))
		words_add(&ways, "an FLR that the kernel does not use");
	if (fact_is_absent(function->details->power_reset))
		words_add(&ways, "no reset by its power state");
	else if (fact_is_present(function->details->power_reset))
		words_add(&ways, "a reset by its power state that the kernel does not use");
	if (!ways.count)
		return "";
	list = words_end(&ways, arena);
	return list ? arena_format(arena, " (%s)", list) : "";
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "reset-unknown", FINDING_NOTE);
	struct fact fact = function->details->reset_methods.fact;

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena, "how %s can be reset could not be read (%s: %s)",
	        address_format(function->address).text, fact.source ? fact.source : "reset_method",
	        error_number_text(fact.error));
	finding.remedy = remedy_unread(scope->inventory, fact);
	findings_add(findings, finding);
}

void rule_no_reset(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function, *unread = NULL;
	struct words which = {0};

	for_each_function (function, scope->inventory, scope->card) {
		if (fact_is_absent(function->details->reset_methods.fact))
			words_add(&which, "%s%s", address_format(function->address).text,
			          say_missing(function, &findings->arena));
		else if (function->details->reset_methods.fact.state == FACT_UNKNOWN)
			unread = function;
	}
	if (which.count)
		report(scope, findings, words_end(&which, &findings->arena));
	if (unread)
		report_unread(scope, findings, unread);
}
