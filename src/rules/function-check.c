/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/function-check.h"

#include "base/error.h"
#include "base/translate.h"

void finding_add_unread(const struct rule_scope *scope, struct findings *findings,
                        struct finding finding, const struct dda_function *function,
                        const char *question, struct fact fact)
{
	finding.unknown = true;
	finding.evidence = arena_format(&findings->arena, "%s could not be read for %s (%s: %s)",
	                                _(question), address_format(function->address).text,
	                                fact.source ? fact.source : "it",
	                                error_number_text(fact.error));
	finding.remedy = remedy_unread(scope->inventory, fact);
	findings_add(findings, finding);
}

static struct finding begin(const struct rule_scope *scope, struct findings *findings,
                            const struct function_check *check)
{
	struct finding finding = finding_about_card(scope, findings, check->code, check->severity);

	finding.forcible = check->forcible;
	return finding;
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct function_check *check, const struct dda_function *function)
{
	struct finding finding = begin(scope, findings, check);
	const char *detail = check->detail ? check->detail(function, &findings->arena) : "";

	if (detail)
		finding.evidence = arena_format(&findings->arena, "%s %s%s",
		                                address_format(function->address).text,
		                                _(check->evidence), detail);
	finding.remedy = check->remedy;
	findings_add(findings, finding);
}

void function_check(const struct rule_scope *scope, struct findings *findings,
                    const struct function_check *check)
{
	const struct dda_function *function, *unread = NULL;

	for_each_function (function, scope->inventory, scope->card) {
		struct fact fact = check->fact(function);
		bool out = function_is_out(function);

		if (function_is_delivered(scope, function) || (out && check->until_out))
			continue;
		if (fact_is_known(fact) && check->is_so(function))
			return report(scope, findings, check, function);
		if (fact.state == FACT_UNKNOWN && !out && !unread)
			unread = function;
	}
	if (unread)
		finding_add_unread(scope, findings, begin(scope, findings, check), unread,
		                   check->question, check->fact(unread));
}
