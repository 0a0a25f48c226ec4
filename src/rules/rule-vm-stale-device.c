/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/quote.h"
#include "rules/scope.h"

/* An entry for a device that the host has no more keeps the VM from starting. */
void rule_vm_stale_device(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	bool starts = scope->intent && scope->intent->start;
	struct words words = {0};
	struct finding finding;
	const char *name;

	if (!vm || vm->stale.count == 0)
		return;
	for (size_t i = 0; i < vm->stale.count; i++)
		words_add(&words, "%s", vm->stale.items[i]);
	name = quote_powershell(&findings->arena, vm->name);
	finding = finding_about_vm(scope, findings, "vm-stale-device",
	                           starts ? FINDING_BLOCKER : FINDING_WARNING);
	finding.evidence = arena_format(&findings->arena,
	                                "its configuration has devices that the host has no more, "
	                                "so its start fails (\"Element not found\"): %s",
	                                words_end(&words, &findings->arena));
	finding.remedy =
	        arena_format(&findings->arena,
	                     "take them out: dda status --fix --vm %s; by hand "
	                     "\"Get-VMAssignableDevice -VMName %s\" shows them, "
	                     "Remove-VMAssignableDevice -VMName %s -LocationPath PATH removes one",
	                     name, name, name);
	findings_add(findings, finding);
}
