/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/* In a survey: entries of VMs for devices that are not there any more, said once about the host. */
void rule_stale_devices(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_inventory *inventory = scope->inventory;
	struct words words = {0};
	struct finding finding;

	for (size_t i = 0; !scope->intent && i < inventory->vms.count; i++)
		for (size_t j = 0; j < inventory->vms.items[i].stale.count; j++)
			words_add(&words, "%s has %s", inventory->vms.items[i].name,
			          inventory->vms.items[i].stale.items[j]);
	if (words.count == 0)
		return;
	finding = finding_about_host(scope, findings, "stale-devices", FINDING_NOTE);
	finding.evidence = arena_format(&findings->arena,
	                                "VMs have devices in their configuration that the host has "
	                                "no more, and don't start: %s",
	                                words_end(&words, &findings->arena));
	finding.remedy = "dda status --fix takes them out; \"dda vms\" says how to do it by hand";
	findings_add(findings, finding);
}
