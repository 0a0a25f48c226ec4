/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/*
 * NVSwitches, which NVIDIA's larger boards have for the traffic among their GPUs, are functions of
 * their own (class 0680h). Which GPUs are connected to them can't be seen on the PCI side.
 */

#define NVIDIA 0x10de
#define OTHER_BRIDGE 0x0680

static bool is_nvidia(const struct dda_function *function)
{
	return fact_is_present(function->vendor_id.fact) &&
	       fact_is_present(function->class_code.fact) && function->vendor_id.value == NVIDIA;
}

static bool is_switch(const struct dda_function *function)
{
	return is_nvidia(function) && function_class(function) == OTHER_BRIDGE;
}

void rule_nvswitch(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *first = card_main(scope->inventory, scope->card);
	struct words switches = {0};
	struct finding finding;
	const char *list;

	if (!is_switch(first) && !(is_nvidia(first) && function_is_display(first)))
		return;
	for (size_t i = 0; i < scope->inventory->functions.count; i++) {
		const struct dda_function *function = &scope->inventory->functions.items[i];

		if (is_switch(function))
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
