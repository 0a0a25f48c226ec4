/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/group-cause.h"

/*
 * The functions of one group can't go to different VMs either: those VMs could reach into each
 * other. In a survey this only narrows the choice; for a request it is the end.
 */

/* The VM that a group fellow is with or goes to, other than `target`; -1 for none. */
static int other_vm(const struct rule_scope *scope, const struct dda_function *fellow, int target)
{
	if (scope_wants(scope, DDA_ASSIGN) && intent_has_card(scope->intent, fellow->card)) {
		int vm = intent_vm_of_card(scope->intent, fellow->card);

		return vm == target ? -1 : vm;
	}
	return function_vm_except(scope->inventory, fellow, target);
}

static const char *evidence(const struct rule_scope *scope, const struct dda_function *fellow,
                            int vm, struct arena *arena)
{
	const char *cause = group_cause_evidence(scope, fellow, arena);

	return cause ? arena_format(arena, "%s of the same IOMMU group (%llu) %s VM \"%s\"%s",
	                            address_format(fellow->address).text,
	                            (unsigned long long)fellow->group.value,
	                            fellow->vm == vm ? _("is with") : _("goes to"),
	                            scope->inventory->vms.items[vm].name, cause)
	             : NULL;
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *fellow, int vm)
{
	const char *parts = group_cause_remedy(scope, fellow, &findings->arena);
	struct finding finding = finding_about_card(
	        scope, findings, "group-split", scope->intent ? FINDING_BLOCKER : FINDING_WARNING);

	finding.vm = vm;
	finding.evidence = evidence(scope, fellow, vm, &findings->arena);
	if (parts)
		finding.remedy = arena_format(&findings->arena, "give both to one VM (\"%s\")%s",
		                              scope->inventory->vms.items[vm].name, parts);
	findings_add(findings, finding);
}

void rule_group_split(const struct rule_scope *scope, struct findings *findings)
{
	int target = scope->intent ? scope_target(scope)
	                           : card_main(scope->inventory, scope->card)->vm;
	const struct dda_function *fellow = NULL;

	while ((fellow = scope_next_fellow(scope, fellow))) {
		int vm = other_vm(scope, fellow, target);

		if (vm >= 0)
			return report(scope, findings, fellow, vm);
	}
}
