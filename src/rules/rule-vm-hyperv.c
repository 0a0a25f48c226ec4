/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/* Settings of a Hyper-V VM that don't go together with a device; dda itself sees to them. */

static bool is_unfit(const struct rule_scope *scope, unsigned setting)
{
	const struct vm *vm = scope_fit_vm(scope);

	return vm && vm_unfit_settings(vm, &scope->inventory->surroundings) & setting;
}

static void add(struct findings *findings, struct finding finding, const char *evidence)
{
	finding.evidence = evidence;
	finding.remedy = REMEDY_SEEN_TO;
	findings_add(findings, finding);
}

void rule_vm_dynamic_memory(const struct rule_scope *scope, struct findings *findings)
{
	if (is_unfit(scope, SETTING_MEMORY))
		add(findings, finding_about_vm(scope, findings, "vm-dynamic-memory", FINDING_NOTE),
		    _("its memory is dynamic; with a device it has to be fixed"));
}

void rule_vm_stop_action(const struct rule_scope *scope, struct findings *findings)
{
	if (is_unfit(scope, SETTING_STOP))
		add(findings, finding_about_vm(scope, findings, "vm-stop-action", FINDING_NOTE),
		    _("its automatic stop action is not to turn off, as it has to be with a "
		      "device: "
		      "its "
		      "running state can't be saved then"));
}

void rule_vm_checkpoints(const struct rule_scope *scope, struct findings *findings)
{
	if (is_unfit(scope, SETTING_CHECKPOINTS))
		add(findings, finding_about_vm(scope, findings, "vm-checkpoints", FINDING_NOTE),
		    _("checkpoints with its running state are on; that state can't be saved with a "
		      "device"));
}

void rule_vm_cache_types(const struct rule_scope *scope, struct findings *findings)
{
	if (is_unfit(scope, SETTING_CACHE))
		add(findings, finding_about_vm(scope, findings, "vm-cache-types", FINDING_NOTE),
		    _("the guest may not choose cache types; drivers of GPUs want "
		      "write-combining"));
}
