/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/* What a VM must be like for its configuration to be changed: there, off, and stored. */

void rule_vm_missing(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding = finding_about_vm(scope, findings, "vm-missing", FINDING_BLOCKER);

	if (scope_vm(scope))
		return;
	finding.evidence = "there is no VM of this name or UUID on this host";
	finding.remedy = "\"dda vms\" shows the VMs that are there";
	findings_add(findings, finding);
}

static void report_running(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding = finding_about_vm(scope, findings, "vm-running", FINDING_BLOCKER);

	finding.evidence = scope_wants(scope, DDA_SET)
	                           ? "the VM is running; its settings change only while it is off"
	                           : "the VM is running; devices come and go only while it is off";
	finding.remedy =
	        arena_format(&findings->arena, "shut it down first: %s",
	                     scope_command(scope, VM_TASK_SHUT_DOWN, scope->vm->name, findings));
	findings_add(findings, finding);
}

static void report_broken(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding = finding_about_vm(scope, findings, "vm-broken", FINDING_BLOCKER);

	finding.evidence = "the VM manager can't read the VM's stored configuration";
	finding.remedy =
	        arena_format(&findings->arena,
	                     scope->inventory->platform == PLATFORM_HYPERV
	                             ? "%s | Format-List * says why (often its folder or disk is "
	                               "out of reach); so does the event log "
	                               "Microsoft-Windows-Hyper-V-VMMS-Admin"
	                             : "repair it (%s), or restart the VM manager and look at its "
	                               "log",
	                     scope_command(scope, VM_TASK_REPAIR, scope->vm->name, findings));
	findings_add(findings, finding);
}

static void report_state_unknown(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding = finding_about_vm(scope, findings, "vm-unknown-state",
	                                          FINDING_BLOCKER);

	finding.unknown = true;
	finding.evidence = "whether the VM is running could not be found out";
	finding.remedy =
	        arena_format(&findings->arena, "look at \"%s\"",
	                     scope_command(scope, VM_TASK_LOOK, scope->vm->name, findings));
	findings_add(findings, finding);
}

void rule_vm_running(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);

	if (!vm || !scope_changes_vm(scope))
		return;
	if (vm->state == VM_RUNNING)
		report_running(scope, findings);
	else if (vm->state == VM_BROKEN)
		report_broken(scope, findings);
	else if (vm->state != VM_OFF)
		report_state_unknown(scope, findings);
}

void rule_vm_transient(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	struct finding finding = finding_about_vm(scope, findings, "vm-transient", FINDING_BLOCKER);

	if (!vm || vm->persistent || vm->state == VM_BROKEN || !scope_changes_vm(scope))
		return;
	finding.evidence =
	        "the VM exists only while it runs; it has no stored configuration to change";
	finding.remedy =
	        arena_format(&findings->arena,
	                     "store it first: virsh dumpxml %s > vm.xml, then virsh define "
	                     "vm.xml",
	                     words_quote(scope->vm->name, &findings->arena));
	findings_add(findings, finding);
}
