/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/* Without Hyper-V there is nobody to give a device to; nothing else about the host matters then. */
void rule_hyperv_absent(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding;

	if (!fact_is_absent(scope->inventory->hyperv.installed))
		return;
	finding = finding_about_host(scope, findings, "hyperv-absent", FINDING_BLOCKER);
	finding.evidence = "Hyper-V is not installed";
	finding.remedy =
	        "install it: Install-WindowsFeature Hyper-V -IncludeManagementTools -Restart";
	findings_add(findings, finding);
}
