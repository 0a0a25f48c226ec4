/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * A device may be promised to a VM that is off: worth a warning. One that has left the host already
 * is most likely with a VM: nobody can tell then.
 */
static const char *remedy(const struct rule_scope *scope, struct findings *findings)
{
	if (!scope->inventory->live)
		return _("ask on the host itself");
	return arena_format(&findings->arena,
	                    "make the VM manager answer (\"%s\" shows whether it does), then ask "
	                    "again",
	                    scope_command(scope, VM_TASK_LIST, NULL, findings));
}

void rule_vms_unknown(const struct rule_scope *scope, struct findings *findings)
{
	const struct fact_text *vms = &scope->inventory->vms_fact;
	struct finding finding = finding_about_host(scope, findings, "vms-unknown",
	                                            FINDING_WARNING);

	if (vms->fact.state != FACT_UNKNOWN)
		return;
	finding.evidence =
	        arena_format(&findings->arena, "which VMs have which devices could not be read: %s",
	                     vms->value ? vms->value : error_number_text(vms->fact.error));
	finding.remedy = remedy(scope, findings);
	findings_add(findings, finding);
}

void rule_holder_unknown(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	struct finding finding;

	if (scope->inventory->vms_fact.fact.state != FACT_UNKNOWN)
		return;
	for_each_function (function, scope->inventory, scope->card) {
		if (!function_is_out(function))
			continue;
		finding = finding_about_card(scope, findings, "holder-unknown", FINDING_BLOCKER);
		finding.unknown = true;
		finding.evidence = arena_format(
		        &findings->arena,
		        "%s has left the host (driver %s), and which VM has it is not known",
		        address_format(function->address).text,
		        fact_is_present(function->driver.fact) ? function->driver.value : "none");
		finding.remedy = remedy(scope, findings);
		return findings_add(findings, finding);
	}
}
