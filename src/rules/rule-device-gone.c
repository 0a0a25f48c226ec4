/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <string.h>

#include "rules/scope.h"

/* A device that no longer answers reads as all ones: it has crashed or lost its power. */

static void report_gone(const struct rule_scope *scope, struct findings *findings,
                        const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "device-gone",
	                                            FINDING_BLOCKER);

	finding.evidence = arena_format(&findings->arena,
	                                "%s does not answer: its vendor id reads as ffff",
	                                address_format(function->address).text);
	finding.remedy =
	        "switch the host off and on again (a restart may not be enough); if it stays "
	        "so, check the card's seat and its power cables";
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "device-gone",
	                                            FINDING_BLOCKER);
	struct fact fact = function->vendor_id.fact;

	finding.unknown = true;
	finding.evidence = arena_format(&findings->arena,
	                                "whether %s still answers could not be read (%s: %s)",
	                                address_format(function->address).text,
	                                fact.source ? fact.source : "vendor", strerror(fact.error));
	finding.remedy = remedy_device_log(scope->inventory->platform);
	findings_add(findings, finding);
}

void rule_device_gone(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card) {
		struct fact_number id = function->vendor_id;

		if (fact_is_present(id.fact) && id.value == 0xffff)
			return report_gone(scope, findings, function);
		if (id.fact.state == FACT_UNKNOWN)
			return report_unread(scope, findings, function);
	}
}
