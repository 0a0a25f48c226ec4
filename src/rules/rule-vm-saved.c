/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/quote.h"
#include "base/translate.h"
#include "rules/scope.h"

/* Images of a running VM don't go together with a device, whose own state is in none of them. */

/* What it means for what was asked for. */
static const char *say_saved(const struct rule_scope *scope)
{
	if (scope_wants(scope, DDA_START))
		return "its running state is saved: a start goes on from there, and can't be taken "
		       "back without losing it";
	if (scope_wants(scope, DDA_SET))
		return "its running state is saved: started again it goes on from there, with the "
		       "settings of then";
	return "its running state is saved: started again it goes on from there, without the card";
}

void rule_vm_saved(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	const char *name;
	struct finding finding;

	if (!vm || fact_is_absent(vm->settings.saved))
		return;
	name = vm->name;
	finding = finding_about_vm(scope, findings, "vm-saved", FINDING_BLOCKER);
	finding.unknown = !fact_is_known(vm->settings.saved);
	finding.evidence = finding.unknown
	                           ? "whether its running state is saved could not be found out"
	                           : say_saved(scope);
	finding.remedy =
	        finding.unknown
	                ? arena_format(&findings->arena, "look at \"%s\"",
	                               scope_command(scope, VM_TASK_LOOK, name, findings))
	                : arena_format(&findings->arena,
	                               "start it and shut it down, or give up what is saved: "
	                               "%s",
	                               scope_command(scope, VM_TASK_FORGET, name, findings));
	findings_add(findings, finding);
}

/* On Hyper-V that follows from what is documented (no state of a VM with a device can be saved). */
static const char *say_snapshots(enum platform platform)
{
	return platform == PLATFORM_HYPERV ? _("it has checkpoints with its running state: they "
	                                       "are of a VM without the "
	                                       "card, and no more can be made")
	                                   : _("it has snapshots with memory: reverting to one "
	                                       "takes the card out of its "
	                                       "configuration, and no more can be made");
}

static const char *see_snapshots(const struct rule_scope *scope, const char *vm,
                                 struct arena *arena)
{
	if (scope->inventory->platform == PLATFORM_HYPERV)
		return arena_format(arena,
		                    "see them: Get-VMSnapshot -VMName %s; Remove-VMSnapshot takes "
		                    "away what is not needed",
		                    quote_powershell(arena, vm));
	return arena_format(arena,
	                    "see them: virsh snapshot-list %s --active; with a device use "
	                    "snapshots of the disks alone",
	                    words_quote(vm, arena));
}

void rule_vm_snapshots(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	struct finding finding;

	if (!vm || fact_is_absent(vm->settings.snapshots))
		return;
	finding = finding_about_vm(scope, findings, "vm-snapshots", FINDING_WARNING);
	finding.unknown = !fact_is_known(vm->settings.snapshots);
	finding.evidence = finding.unknown
	                           ? "whether it has snapshots with memory could not be found out"
	                           : say_snapshots(scope->inventory->platform);
	finding.remedy = see_snapshots(scope, vm->name, &findings->arena);
	findings_add(findings, finding);
}
