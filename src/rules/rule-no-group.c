/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "rules/scope.h"

/* A device without a group is one that the IOMMU does not watch, while it watches others. */

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "no-group", FINDING_BLOCKER);

	finding.evidence = arena_format(&findings->arena,
	                                "%s is in no IOMMU group, though the host has groups",
	                                address_format(function->address).text);
	finding.remedy =
	        "use a slot of another processor or bridge, and remove options that exempt "
	        "devices from the IOMMU (intel_iommu=igfx_off) from the kernel's command "
	        "line";
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "group-unknown",
	                                            FINDING_BLOCKER);
	struct fact fact = function->group.fact;

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena, "the IOMMU group of %s could not be read (%s: %s)",
	        address_format(function->address).text, fact.source ? fact.source : "iommu_group",
	        error_number_text(fact.error));
	finding.remedy = remedy_unread(scope->inventory, fact);
	findings_add(findings, finding);
}

void rule_no_group(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	/* Without any groups the host is to blame, and that is said once, about the host. */
	if (fact_is_absent(scope->inventory->iommu.groups))
		return;
	for_each_function (function, scope->inventory, scope->card) {
		struct fact group = function->group.fact;

		if (group.state == FACT_UNKNOWN)
			return report_unread(scope, findings, function);
		if (fact_is_absent(group) && fact_is_present(scope->inventory->iommu.groups))
			return report(scope, findings, function);
	}
}
