/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/* The platform tells where BARs lie only while the host has the device running. */

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "mmio-unknown",
	                                            FINDING_WARNING);
	struct fact fact = function->details->bars_fact;

	finding.evidence = arena_format(
	        &findings->arena,
	        "the sizes of the BARs of %s are not known (%s: %s), so the VM's address space "
	        "can't be computed",
	        address_format(function->address).text, fact.source ? fact.source : "resources",
	        error_number_text(fact.error));
	finding.remedy = arena_format(
	        &findings->arena,
	        "%s it on the host once and ask again, or compute it for the model: dda mmio "
	        "--model NAME --target hyperv",
	        function_is_out(function) ? _("mount and enable") : "enable");
	findings_add(findings, finding);
}

void rule_mmio_unknown(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card)
		if (function->details->bars_fact.state == FACT_UNKNOWN &&
		    !function_is_delivered(scope, function))
			return report(scope, findings, function);
}
