/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/quote.h"
#include "rules/scope.h"

/* Reported by users; nobody documents it. */
void rule_vm_nested(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	struct finding finding;

	if (!vm || !vm->settings.nested)
		return;
	finding = finding_about_vm(scope, findings, "vm-nested", FINDING_WARNING);
	finding.evidence = "it may run VMs itself (nested virtualization); with a device, blue "
	                   "screens and endless restarts of the guest were reported";
	finding.remedy = arena_format(&findings->arena,
	                              "Set-VMProcessor -VMName %s -ExposeVirtualizationExtensions "
	                              "$false",
	                              quote_powershell(&findings->arena, vm->name));
	findings_add(findings, finding);
}
