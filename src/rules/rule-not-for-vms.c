/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/part.h"
#include "rules/scope.h"

void rule_not_for_vms(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	struct finding finding;

	for_each_function (function, scope->inventory, scope->card) {
		const char *name = _(part_name(function));

		if (!name)
			continue;
		finding = finding_about_card(scope, findings, "not-for-vms", FINDING_BLOCKER);
		finding.evidence = arena_format(&findings->arena, "%s is %s (class %04x)",
		                                address_format(function->address).text, name,
		                                function_class(function));
		finding.remedy = "choose another device: this one is part of the host itself";
		return findings_add(findings, finding);
	}
}
