/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/* What a person wants of a VM with devices, though it does not go together with them. It is done
 * all the same: an assign says what it sets, and whoever sets it otherwise afterwards means it. */

static void report(const struct rule_scope *scope, struct findings *findings, const char *evidence,
                   const char *remedy)
{
	struct finding finding = finding_about_vm(scope, findings, "set-unfit", FINDING_WARNING);

	finding.evidence = evidence;
	finding.remedy = remedy;
	findings_add(findings, finding);
}

void rule_set_unfit(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_settings *wanted = scope->intent->settings;
	const struct vm *vm = scope_vm(scope);

	if (!vm || vm->hostdevs.count == 0)
		return;
	if (wanted->named & DDA_STOP_ACTION && !text_equal(wanted->stop_action, "turn off"))
		report(scope, findings,
		       _("it has devices, with which its stop action has to be to turn off: it may "
		         "not "
		         "start otherwise"),
		       "--stop-action \"turn off\"");
	if (wanted->named & DDA_CACHE_TYPES && !wanted->cache_types)
		report(scope, findings,
		       _("it has devices, and drivers of GPUs want write-combining, for which the "
		         "guest "
		         "has to choose cache types"),
		       "--cache-types on");
}
