/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/* A VM's configuration names a device that is not there: taken out, or at another address now. */
void rule_missing(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *first = card_main(scope->inventory, scope->card);
	int vm = function_vm_except(scope->inventory, first, -1);
	const char *name = vm < 0 ? NULL : scope->inventory->vms.items[vm].name;
	struct finding finding;

	if (first->state != FUNCTION_MISSING)
		return;
	finding = finding_about_card(scope, findings, "missing", FINDING_BLOCKER);
	finding.vm = vm;
	finding.evidence =
	        name ? arena_format(&findings->arena,
	                            "VM \"%s\" has it in its configuration, but this host "
	                            "has no such device",
	                            name)
	             : "this host has no such device";
	finding.remedy = arena_format(&findings->arena,
	                              "put the device back where it was, or give up the entry: dda "
	                              "release %s",
	                              finding.subject);
	findings_add(findings, finding);
}
