/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "rules/scope.h"

/*
 * A device's DMA keeps all of the VM's memory in place. What is meant to take some of it back for
 * the host then takes it from the guest alone. These settings are seen to by dda itself.
 */

void rule_vm_balloon(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	_cleanup_free_ char *all = NULL, *left = NULL;
	struct finding finding;

	if (!vm || !(vm_unfit_settings(vm, &scope->inventory->surroundings) & SETTING_MEMORY))
		return;
	all = text_size(vm->memory);
	left = text_size(vm->settings.balloon_target);
	finding = finding_about_vm(scope, findings, "vm-balloon", FINDING_NOTE);
	finding.evidence =
	        !all || !left ? NULL
	                      : arena_format(&findings->arena,
	                                     "the balloon is to leave it %s of its %s of memory; "
	                                     "with a device the host gets none of the rest",
	                                     left, all);
	finding.remedy = REMEDY_SEEN_TO;
	findings_add(findings, finding);
}

void rule_vm_page_reporting(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	struct finding finding;

	if (!vm || !vm->settings.page_reporting)
		return;
	finding = finding_about_vm(scope, findings, "vm-page-reporting", FINDING_NOTE);
	finding.evidence = "the guest reports pages that are free; the host can't take them from a "
	                   "VM with a device";
	finding.remedy = REMEDY_SEEN_TO;
	findings_add(findings, finding);
}

void rule_vm_page_sharing(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	const struct vm_surroundings *host = &scope->inventory->surroundings;
	struct finding finding;

	if (!vm || !(vm_unfit_settings(vm, host) & SETTING_SHARING))
		return;
	finding = finding_about_vm(scope, findings, "vm-page-sharing", FINDING_NOTE);
	finding.unknown = !fact_is_known(host->sharing.fact);
	finding.evidence = arena_format(
	        &findings->arena,
	        finding.unknown ? "whether the host merges equal pages of VMs can't be read (%s)"
	                        : "the host merges equal pages of VMs (%s); those of a VM with a "
	                          "device stay where they are",
	        host->sharing.fact.source);
	finding.remedy = REMEDY_SEEN_TO;
	findings_add(findings, finding);
}
