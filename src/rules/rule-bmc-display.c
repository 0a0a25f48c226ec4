/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/*
 * The display of a server's management controller: what it shows is the remote console. All of
 * ASPEED's, and the G200e family of Matrox (names in pci.ids).
 */

#define ASPEED 0x1a03
#define MATROX 0x102b

static const uint16_t g200e[] = {0x0522, 0x0530, 0x0532, 0x0533, 0x0534, 0x0536, 0x0538};

static bool is_g200e(const struct dda_function *function)
{
	for (size_t i = 0; i < sizeof(g200e) / sizeof(g200e[0]); i++)
		if (fact_is_present(function->device_id.fact) &&
		    function->device_id.value == g200e[i])
			return true;
	return false;
}

static bool is_bmc_display(const struct dda_function *function)
{
	if (!fact_is_present(function->vendor_id.fact) ||
	    !fact_is_present(function->class_code.fact) || function_base_class(function) != 0x03)
		return false;
	return function->vendor_id.value == ASPEED ||
	       (function->vendor_id.value == MATROX && is_g200e(function));
}

void rule_bmc_display(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	struct finding finding;

	for_each_function (function, scope->inventory, scope->card) {
		if (!is_bmc_display(function))
			continue;
		finding = finding_about_card(scope, findings, "bmc-display", FINDING_WARNING);
		finding.evidence = arena_format(
		        &findings->arena,
		        "%s is the display of the host's management controller (BMC); the host's "
		        "remote console would show nothing any more",
		        address_format(function->address).text);
		finding.remedy = "choose another device: a VM has no use for this one";
		return findings_add(findings, finding);
	}
}
