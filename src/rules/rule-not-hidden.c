/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/*
 * NVIDIA's drivers for GeForce cards stopped with Code 43 in a guest that sees its hypervisor,
 * until R465 (April 2021).
 */

/* Without a request: of the VM that may get it nothing is known yet. */
void rule_not_hidden_at_all(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding = finding_about_card(scope, findings, "not-hidden", FINDING_NOTE);

	if (scope->intent || !function_is_geforce(card_main(scope->inventory, scope->card)))
		return;
	finding.evidence = "Windows drivers of GeForce cards older than R465 (2021) stop with Code "
	                   "43 in a VM that shows its guest that it is one";
	finding.remedy = "none for other guests, and with a newer driver; else assign it with "
	                 "--hide-hypervisor";
	findings_add(findings, finding);
}

void rule_not_hidden(const struct rule_scope *scope, struct findings *findings)
{
	int target = scope_target(scope);
	const struct vm *vm = target < 0 ? NULL : &scope->inventory->vms.items[target];
	struct finding finding;

	if (!vm || vm_is_hidden(vm) || scope->intent->hides ||
	    !function_is_geforce(card_main(scope->inventory, scope->card)))
		return;
	finding = finding_about_card(scope, findings, "not-hidden", FINDING_NOTE);
	finding.evidence = arena_format(
	        &findings->arena,
	        "VM \"%s\" shows its guest that it is one: Windows drivers of GeForce cards older "
	        "than R465 (2021) stop with Code 43 then",
	        vm->name);
	finding.remedy = "none with a newer driver; else assign it with --hide-hypervisor";
	findings_add(findings, finding);
}
