/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/* Which GPUs are connected to an NVSwitch can't be seen on the PCI side. */

void rule_nvswitch(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *first = card_main(scope->inventory, scope->card);
	struct words switches = {0};
	struct finding finding;
	const char *list;

	if (!function_is_nvswitch(first) &&
	    !(function_is_nvidia(first) && function_is_display(first)))
		return;
	for (size_t i = 0; i < scope->inventory->functions.count; i++) {
		const struct dda_function *function = &scope->inventory->functions.items[i];

		if (function_is_nvswitch(function))
			words_add(&switches, "%s", address_format(function->address).text);
	}
	if (!switches.count)
		return;
	finding = finding_about_card(scope, findings, "nvswitch", FINDING_NOTE);
	list = words_end(&switches, &findings->arena);
	if (list)
		finding.evidence = arena_format(
		        &findings->arena,
		        "the host has NVSwitches (%s): the GPUs of such a board are connected "
		        "through them, so board and switches belong together",
		        list);
	finding.remedy = "give all GPUs of the board and all its NVSwitches to one VM, with "
	                 "NVIDIA's Fabric Manager in it; or leave the switches with the host, and "
	                 "let its Fabric Manager divide the board among VMs (FABRIC_MODE=1)";
	findings_add(findings, finding);
}
