/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/function-check.h"

/* The firmware goes on using such a device through memory of its own (RMRR); no VM has that. */

static struct fact reserved(const struct dda_function *function)
{
	return function->reserved_memory;
}

static bool is_reserved(const struct dda_function *function)
{
	return function->reserved_memory.present;
}

void rule_reserved_memory(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "reserved-memory",
	        .severity = FINDING_BLOCKER,
	        .fact = reserved,
	        .is_so = is_reserved,
	        .evidence = "has to stay attached to memory of the firmware (RMRR)",
	        .question = "whether it is bound to memory of the firmware (RMRR)",
	        .remedy = "turn off what the firmware does with it in the firmware setup "
	                  "(boot ROM, legacy USB or RAID support, management through it), update "
	                  "the firmware, or use another device",
	};

	function_check(scope, findings, &check);
}
