/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/*
 * The way back for a part of a group: as long as a VM runs with another part, no driver of the host
 * can take this one over; and once the host has it, such a VM can't start any more.
 */

/* The host's driver would have to take over some function of the card. */
static bool comes_back(const struct rule_scope *scope)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card)
		if (function->state != FUNCTION_HOST && function->state != FUNCTION_MISSING)
			return true;
	return false;
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *fellow)
{
	const char *name = scope->inventory->vms.items[fellow->vm].name;
	bool used = fellow->state == FUNCTION_IN_USE;
	struct finding finding =
	        used ? finding_about_card(scope, findings, "group-in-use", FINDING_BLOCKER)
	             : finding_about_card(scope, findings, "group-left", FINDING_WARNING);

	finding.vm = fellow->vm;
	finding.evidence = arena_format(
	        &findings->arena, "%s of the same IOMMU group stays with VM \"%s\", which %s",
	        address_format(fellow->address).text, name,
	        used ? _("is running") : _("can't start without this card then"));
	finding.remedy =
	        used ? arena_format(&findings->arena, "shut it down first: virsh shutdown %s",
	                            words_quote(name, &findings->arena))
	             : arena_format(&findings->arena, "take all of it back: dda release --vm %s",
	                            words_quote(name, &findings->arena));
	findings_add(findings, finding);
}

void rule_group_left(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *left = NULL, *fellow = NULL;

	while ((fellow = scope_next_fellow(scope, fellow))) {
		if (fellow->vm < 0 || intent_has_card(scope->intent, fellow->card))
			continue;
		if (!left || fellow->state == FUNCTION_IN_USE)
			left = fellow;
	}
	if (left && comes_back(scope))
		report(scope, findings, left);
}
