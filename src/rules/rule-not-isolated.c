/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/function-check.h"

/*
 * Without ACS on the way up a bridge may send what the device writes straight to its neighbours,
 * past the IOMMU. The platform refuses that, unless it is told not to.
 */

static struct fact isolated(const struct dda_function *function)
{
	return function->details->isolated;
}

static bool is_not_isolated(const struct dda_function *function)
{
	return !function->details->isolated.present;
}

void rule_not_isolated(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "not-isolated",
	        .severity = FINDING_BLOCKER,
	        .forcible = true,
	        .until_out = true,
	        .fact = isolated,
	        .is_so = is_not_isolated,
	        .evidence = "is not isolated: on the way up to the processor its traffic may be "
	                    "sent on to other devices (ACS is missing)",
	        .question = "whether its traffic may be sent on to other devices (ACS)",
	        .remedy = "turn on ACS in the firmware setup, or use a slot whose port has it "
	                  "(one straight at the processor); --force=not-isolated goes ahead all "
	                  "the same, for a VM that is trusted as the host is",
	};

	function_check(scope, findings, &check);
}
