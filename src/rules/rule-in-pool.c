/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/quote.h"
#include "rules/function-check.h"

/* From a resource pool any VM, and a cluster by itself, may take the device. */

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "in-pool", FINDING_WARNING);
	struct arena *arena = &findings->arena;

	finding.evidence = arena_format(
	        arena, "%s is in the resource pool \"%s\": a VM may be given it from there",
	        address_format(function->address).text, function->details->pool.value);
	finding.remedy = arena_format(
	        arena,
	        "take it out of the pool first: Get-VMHostAssignableDevice -ResourcePoolName %s | "
	        "Where-Object LocationPath -eq %s | Remove-VMHostAssignableDevice "
	        "-ResourcePoolName %s",
	        quote_powershell(arena, function->details->pool.value),
	        quote_powershell(arena, function->location_path ? function->location_path : "PATH"),
	        quote_powershell(arena, function->details->pool.value));
	findings_add(findings, finding);
}

void rule_in_pool(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function, *unread = NULL;

	for_each_function (function, scope->inventory, scope->card) {
		if (function_is_delivered(scope, function))
			continue;
		if (fact_is_present(function->details->pool.fact))
			return report(scope, findings, function);
		if (function->details->pool.fact.state == FACT_UNKNOWN)
			unread = function;
	}
	if (unread)
		finding_add_unread(scope, findings,
		                   finding_about_card(scope, findings, "in-pool", FINDING_WARNING),
		                   unread, "whether it is in a resource pool",
		                   unread->details->pool.fact);
}
