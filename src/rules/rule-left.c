/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/text.h"
#include "rules/scope.h"

/*
 * Cards that were taken from the host and that no VM has. Somebody may mean it so: who dismounts a
 * card by hand, or takes it out of a VM, keeps it for another one. What dda gave to a VM that does
 * not have it any more nobody meant to leave there.
 */

static bool is_away(const struct dda_function *function)
{
	return function->vm < 0 &&
	       (function->state == FUNCTION_DISABLED || function->state == FUNCTION_DISMOUNTED);
}

/* A VM has an entry for it with the address that it had before: that is told of the VM. */
static bool is_expected(const struct rule_scope *scope, const struct dda_function *function)
{
	const struct dda_inventory *inventory = scope->inventory;

	for (size_t i = 0; i < inventory->vms.count; i++)
		if (vm_find_moved(&inventory->vms.items[i], function))
			return true;
	return false;
}

static bool is_all_away(const struct rule_scope *scope)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card)
		if (!is_away(function) || is_expected(scope, function))
			return false;
	return true;
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   struct finding finding, bool only_asked)
{
	finding_set_fix(scope, findings, &finding,
	                (struct finding_fix){.only_asked = only_asked,
	                                     .verb = DDA_RELEASE,
	                                     .device = finding.subject});
	findings_add(findings, finding);
}

void rule_card_orphaned(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *first = card_main(scope->inventory, scope->card);
	const char *vm = first->given.value;
	struct finding finding;

	if (!fact_is_present(first->given.fact) || !is_all_away(scope))
		return;
	finding = finding_about_card(scope, findings, "card-orphaned", FINDING_WARNING);
	finding.evidence =
	        arena_format(&findings->arena,
	                     inventory_find_vm(scope->inventory, vm)
	                             ? "it was given to VM \"%s\", whose configuration does not "
	                               "name it any more; neither the host nor a VM has it"
	                             : "it was given to VM \"%s\", which is not there any more; "
	                               "neither the host nor a VM has it",
	                     vm);
	report(scope, findings, finding, false);
}

void rule_card_half(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *first = card_main(scope->inventory, scope->card), *function;
	struct finding finding = finding_about_card(scope, findings, "card-half", FINDING_WARNING);
	struct words words = {0};
	bool differ = false;

	for_each_function (function, scope->inventory, scope->card) {
		differ |= function->state != first->state || function->vm != first->vm;
		words_add(&words, "%s is in state %s", function->address_text.text,
		          function_state_name(function->state));
	}
	if (!differ || first->state == FUNCTION_MISSING)
		return;
	finding.evidence = arena_format(&findings->arena,
	                                "its functions, which belong together, are not together: "
	                                "%s",
	                                words_end(&words, &findings->arena));
	report(scope, findings, finding, true);
}

void rule_card_held(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *first = card_main(scope->inventory, scope->card);
	struct finding finding;

	if (!is_all_away(scope))
		return;
	finding = finding_about_card(scope, findings, "card-held", FINDING_NOTE);
	finding.evidence = arena_format(&findings->arena,
	                                "it is %s, and no VM has it; that may be meant so",
	                                function_state_name(first->state));
	report(scope, findings, finding, true);
}
