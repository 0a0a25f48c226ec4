/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/*
 * What the guest itself says is more than QEMU can know, but needs an agent in it. That there is
 * none is no fault; it is only said, so that silence is not taken for "all is well".
 */

static void report_silent(const struct rule_scope *scope, struct findings *findings,
                          const struct vm *vm)
{
	struct finding finding = finding_about_vm(scope, findings, "guest-agent-silent",
	                                          FINDING_NOTE);

	finding.unknown = vm->agent.fact.state == FACT_UNKNOWN;
	if (finding.unknown) {
		finding.evidence = arena_format(
		        &findings->arena,
		        "what the guest makes of the devices is not known: its agent does not tell "
		        "(%s)",
		        vm->agent.value ? vm->agent.value : _("out of memory"));
		finding.remedy =
		        "install and start qemu-guest-agent in the guest, with guest-file-open, "
		        "guest-file-read and guest-file-close allowed (Windows: guest-exec and "
		        "guest-exec-status); RHEL forbids them in /etc/sysconfig/qemu-ga";
	} else {
		finding.evidence = "what the guest makes of the devices was not asked: the VM has "
		                   "no channel for a guest agent";
		finding.remedy =
		        "<channel type='unix'><target type='virtio' "
		        "name='org.qemu.guest_agent.0'/></channel> in the VM's definition, "
		        "and qemu-guest-agent in the guest";
	}
	findings_add(findings, finding);
}

static void report_unclear(const struct rule_scope *scope, struct findings *findings,
                           const struct hostdev *hostdev)
{
	struct finding finding = finding_about_function(scope, findings, hostdev,
	                                                "guest-agent-silent", FINDING_NOTE);

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena,
	        "what the guest has at %02x:%02x.%x is not known: its agent's answer about it is "
	        "another device or none",
	        hostdev->place.bus, hostdev->place.device, hostdev->place.function);
	finding.remedy = "look in the guest: lspci -nnk, or its device manager";
	findings_add(findings, finding);
}

static bool is_unclear(const struct guest_view *view)
{
	return view->seen.state == FACT_UNKNOWN ||
	       (fact_is_present(view->seen) && (view->driver.fact.state == FACT_UNKNOWN ||
	                                        view->problem.fact.state == FACT_UNKNOWN ||
	                                        view->bars_fact.state == FACT_UNKNOWN));
}

void rule_guest_agent(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);

	if (!vm)
		return;
	if (!fact_is_known(vm->agent.fact)) {
		report_silent(scope, findings, vm);
		return;
	}
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].live && is_unclear(&vm->hostdevs.items[i].view))
			report_unclear(scope, findings, &vm->hostdevs.items[i]);
}

static void report_driver(const struct rule_scope *scope, struct findings *findings,
                          const struct hostdev *hostdev, const struct dda_function *function)
{
	bool matters = function && function_is_display(function);
	struct finding finding = finding_about_function(scope, findings, hostdev,
	                                                "guest-driver-none",
	                                                matters ? FINDING_WARNING : FINDING_NOTE);

	finding.evidence = arena_format(
	        &findings->arena, "no driver has it in the guest of VM \"%s\"", scope->vm->name);
	finding.remedy = matters ? "install its maker's driver in the guest"
	                         : "none, if the guest does not need this function";
	findings_add(findings, finding);
}

/* Where the system names a problem, that is what there is to say. */
static bool has_problem(const struct guest_view *view)
{
	return fact_is_present(view->problem.fact) && view->problem.value != 0;
}

void rule_guest_driver(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);

	for (size_t i = 0; vm && i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];

		if (hostdev->live && fact_is_absent(hostdev->view.driver.fact) &&
		    !has_problem(&hostdev->view))
			report_driver(scope, findings, hostdev, scope_function(scope, hostdev));
	}
}
