/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <string.h>

#include "rules/scope.h"

/*
 * A device may be promised to a VM that is off. When the VMs can't be read, nobody knows that, and
 * no device may be called free.
 */
void rule_vms_unknown(const struct rule_scope *scope, struct findings *findings)
{
	const struct fact_text *vms = &scope->inventory->vms_fact;
	struct finding finding = finding_about_host(scope, findings, "vms-unknown",
	                                            FINDING_WARNING);

	if (vms->fact.state != FACT_UNKNOWN)
		return;
	finding.unknown = true;
	finding.evidence = arena_format(&findings->arena,
	                                "which VMs have which devices could not be read: %s",
	                                vms->value ? vms->value : strerror(vms->fact.error));
	finding.remedy = "make the VM manager answer (\"virsh list --all\" shows whether it does), "
	                 "then ask again";
	findings_add(findings, finding);
}
