/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <errno.h>

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * A device that no longer answers reads as all ones: it has crashed or lost its power. One that is
 * asleep without power (D3cold) does so too; the kernel wakes it before it reads, but not where
 * nothing ever drove it (power state "unknown").
 */

static void report_gone(const struct rule_scope *scope, struct findings *findings,
                        const struct dda_function *function, const char *what)
{
	struct finding finding = finding_about_card(scope, findings, "device-gone",
	                                            FINDING_BLOCKER);

	finding.evidence = arena_format(&findings->arena, "%s does not answer: %s",
	                                address_format(function->address).text, what);
	finding.remedy =
	        "switch the host off and on again (a restart may not be enough); if it stays "
	        "so, check the card's seat and its power cables";
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "device-gone",
	                                            FINDING_BLOCKER);
	struct fact fact = function->vendor_id.fact;

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena, "whether %s still answers could not be read (%s: %s)",
	        address_format(function->address).text, fact.source ? fact.source : "vendor",
	        error_number_text(fact.error));
	finding.remedy = fact.error == ENODATA ? remedy_unread(scope->inventory, fact)
	                                       : remedy_device_log(scope->inventory->platform);
	findings_add(findings, finding);
}

static bool may_sleep(const struct dda_function *function)
{
	return !fact_is_present(function->details->power_state.fact) ||
	       text_equal(function->details->power_state.value, "D3cold") ||
	       text_equal(function->details->power_state.value, "unknown");
}

static void report_asleep(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "device-gone",
	                                            FINDING_BLOCKER);
	struct address_text address = address_format(function->address);
	bool known = fact_is_present(function->details->power_state.fact);

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena,
	        "%s does not answer: its registers read as all ones. Its power state is %s: it "
	        "may be asleep, or gone",
	        address.text, known ? function->details->power_state.value : _("not known"));
	finding.remedy = arena_format(
	        &findings->arena,
	        "wake it (echo on | sudo tee /sys/bus/pci/devices/%s/power/control) and ask again; "
	        "if it stays so, switch the host off and on again",
	        address.text);
	findings_add(findings, finding);
}

static bool reads_as_ones(const struct dda_function *function)
{
	return fact_is_absent(function->details->answers);
}

void rule_device_gone(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card) {
		struct fact_number id = function->vendor_id;

		if (fact_is_present(id.fact) && id.value == 0xffff)
			return report_gone(scope, findings, function,
			                   _("its vendor id reads as ffff"));
		if (reads_as_ones(function) && may_sleep(function))
			return report_asleep(scope, findings, function);
		if (reads_as_ones(function))
			return report_gone(scope, findings, function,
			                   _("its registers read as all ones"));
		if (id.fact.state == FACT_UNKNOWN)
			return report_unread(scope, findings, function);
	}
}
