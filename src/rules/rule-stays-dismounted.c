/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/* What was away from the host before dda came (bound at boot, say) is not brought there by a
 * release. */
void rule_stays_dismounted(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	struct finding finding;

	for_each_function (function, scope->inventory, scope->card) {
		if (!function_was_out(function) || function->vm < 0)
			continue;
		finding = finding_about_card(scope, findings, "stays-dismounted", FINDING_NOTE);
		finding.evidence = arena_format(
		        &findings->arena,
		        "%s had left the host (driver %s) before dda gave it to the VM, and stays "
		        "away",
		        address_format(function->address).text,
		        fact_is_present(function->driver.fact) ? function->driver.value : "none");
		finding.remedy = arena_format(&findings->arena,
		                              "to give it to the host: dda release %s once more",
		                              finding.subject);
		return findings_add(findings, finding);
	}
}
