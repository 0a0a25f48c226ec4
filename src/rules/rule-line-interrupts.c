/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/function-check.h"

/* Lines are shared among devices; only interrupts that are messages can be given to a VM. */

static struct fact interrupts(const struct dda_function *function)
{
	return function->details->interrupts.fact;
}

static bool has_lines_only(const struct dda_function *function)
{
	return function->details->interrupts.fact.present &&
	       function->details->interrupts.value == INTERRUPT_LINE;
}

void rule_line_interrupts(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "line-interrupts",
	        .severity = FINDING_BLOCKER,
	        .fact = interrupts,
	        .is_so = has_lines_only,
	        .evidence = "has line-based interrupts only; a VM can be given messages (MSI, "
	                    "MSI-X) only",
	        .question = "which interrupts it uses",
	        .remedy = "install the vendor's driver on the host, which may switch it to "
	                  "messages, or use another device",
	};

	function_check(scope, findings, &check);
}
