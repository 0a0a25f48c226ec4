/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/* A device can be promised to one VM only; while that VM runs, nobody may touch it. */

static bool is_in_use(const struct dda_inventory *inventory, const struct dda_function *function,
                      int vm)
{
	return function->state == FUNCTION_IN_USE && function->vm == vm &&
	       inventory->vms.items[vm].state == VM_RUNNING;
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function, int vm)
{
	const char *name = scope->inventory->vms.items[vm].name;
	bool used = is_in_use(scope->inventory, function, vm);
	struct finding finding =
	        used ? finding_about_card(scope, findings, "in-use", FINDING_BLOCKER)
	             : finding_about_card(scope, findings, "assigned-elsewhere", FINDING_BLOCKER);

	finding.vm = vm;
	finding.evidence = arena_format(
	        &findings->arena, "%s is %s VM \"%s\"", address_format(function->address).text,
	        used ? _("in use by the running") : _("in the configuration of"), name);
	if (used)
		finding.remedy = arena_format(
		        &findings->arena,
		        "shut the VM down (%s), then take the card back: dda "
		        "release %s",
		        scope_command(scope, VM_TASK_SHUT_DOWN, name, findings), finding.subject);
	else
		finding.remedy = arena_format(
		        &findings->arena, "take it back first: dda release %s", finding.subject);
	findings_add(findings, finding);
}

void rule_assigned_elsewhere(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	int target = scope_target(scope);

	for_each_function (function, scope->inventory, scope->card) {
		int vm = function_vm_except(scope->inventory, function, target);

		if (vm >= 0)
			return report(scope, findings, function, vm);
	}
}
