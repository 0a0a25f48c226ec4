/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/* Large BARs and today's graphics cards are made for UEFI; the legacy way often works too. */
void rule_vm_no_uefi(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	struct finding finding;

	if (!vm || vm_has_uefi(vm))
		return;
	finding = finding_about_vm(scope, findings, "vm-no-uefi", FINDING_NOTE);
	finding.evidence = vm->space.firmware == VM_FIRMWARE_UNKNOWN
	                           ? "it starts from a ROM file, not from UEFI firmware (OVMF)"
	                           : "it starts with a legacy BIOS (SeaBIOS), not with UEFI "
	                             "firmware (OVMF)";
	finding.remedy = "if the guest does not get along with the card: a VM with <os "
	                 "firmware='efi'>, whose guest is installed anew";
	findings_add(findings, finding);
}
