/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/* Bridges connect other devices with the host; they stay, only what is behind them can go. */

#define HOST_BRIDGE 0x0600
#define ISA_BRIDGE 0x0601

/* Bridges without buses of PCI below them. */
static const char *name_of(const struct dda_function *function)
{
	switch (function_class(function)) {
	case HOST_BRIDGE:
		return _("the host's own bridge to PCI");
	case ISA_BRIDGE:
		return _("the bridge to what is built in (ISA, LPC)");
	default:
		return NULL;
	}
}

static void report_bridge(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "not-an-endpoint",
	                                            FINDING_BLOCKER);
	const char *name = name_of(function);

	finding.evidence = arena_format(&findings->arena, "%s is %s (class %04x)",
	                                address_format(function->address).text,
	                                name ? name : _("a bridge"), function_class(function));
	finding.remedy = name ? "choose another device: this one stays with the host, and so does "
	                        "all that can only leave together with it"
	                      : "hand over the devices behind it instead; the bridge itself always "
	                        "stays with the host";
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "not-an-endpoint",
	                                            FINDING_BLOCKER);
	struct fact fact = function->class_code.fact;

	finding.unknown = true;
	finding.evidence =
	        arena_format(&findings->arena, "whether %s is a bridge could not be read (%s: %s)",
	                     address_format(function->address).text,
	                     fact.source ? fact.source : "class", error_number_text(fact.error));
	finding.remedy = remedy_unread(scope->inventory, fact);
	findings_add(findings, finding);
}

void rule_not_an_endpoint(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card) {
		struct fact class = function->class_code.fact;

		if (fact_is_present(class) && function_is_bridge(function))
			return report_bridge(scope, findings, function);
		if (class.state == FACT_UNKNOWN)
			return report_unread(scope, findings, function);
	}
}
