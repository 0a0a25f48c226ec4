/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "rules/scope.h"

/* Without knowing who drives a device now, nobody can say where it is, nor bring it back later. */
void rule_driver_unknown(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	struct finding finding;

	for_each_function (function, scope->inventory, scope->card) {
		struct fact fact = function->driver.fact;

		if (fact.state != FACT_UNKNOWN)
			continue;
		finding = finding_about_card(scope, findings, "driver-unknown", FINDING_BLOCKER);
		finding.unknown = true;
		finding.evidence = arena_format(
		        &findings->arena, "which driver has %s could not be read (%s: %s)",
		        address_format(function->address).text,
		        fact.source ? fact.source : "driver", error_number_text(fact.error));
		finding.remedy = remedy_unread(scope->inventory, fact);
		return findings_add(findings, finding);
	}
}
