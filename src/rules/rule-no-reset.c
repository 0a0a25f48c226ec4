/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "rules/scope.h"

/*
 * Between two owners a device has to be reset, so that nothing of the one is left for the other. A
 * function that can't be reset alone can be reset with all that is on its bus, through the port
 * above, when all of that goes along.
 */

/* The card has the bus below a port to itself. */
static bool owns_bus(const struct rule_scope *scope)
{
	const struct dda_inventory *inventory = scope->inventory;
	const struct dda_function *first = card_main(inventory, scope->card);

	size_t begin, count = inventory_bus(inventory, first->address, &begin);

	for (size_t i = begin; i < begin + count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (function->card != scope->card_index && function->state != FUNCTION_MISSING)
			return false;
	}
	return first->parent >= 0;
}

static void report(const struct rule_scope *scope, struct findings *findings, const char *which)
{
	bool together = owns_bus(scope);
	struct finding finding =
	        together ? finding_about_card(scope, findings, "reset-together", FINDING_NOTE)
	                 : finding_about_card(scope, findings, "no-reset", FINDING_WARNING);

	if (which)
		finding.evidence =
		        arena_format(&findings->arena, "%s can't be reset alone%s", which,
		                     together ? ", only the whole card through its port"
		                              : ", and it has no port to itself that could do it");
	finding.remedy =
	        together ? "nothing to do: all functions of a card go to one VM"
	                 : "use a slot of its own for the card, and switch the host off and "
	                   "on before another VM gets it";
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "reset-unknown", FINDING_NOTE);
	struct fact fact = function->reset_methods.fact;

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
		if (fact_is_absent(function->reset_methods.fact))
			words_add(&which, "%s", address_format(function->address).text);
		else if (function->reset_methods.fact.state == FACT_UNKNOWN)
			unread = function;
	}
	if (which.count)
		report(scope, findings, words_end(&which, &findings->arena));
	if (unread)
		report_unread(scope, findings, unread);
}
