/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/*
 * Single steps go one after the other: disable, dismount, add; and back: remove, mount, enable. A
 * step out of turn is refused with the command that comes first. What a step has done already is
 * no hindrance.
 */

static bool is_disabled(const struct dda_function *function)
{
	return function->hold == HOLD_DISABLED;
}

/* The command to come first, NULL when the function is ready for the step or past it. */
static const char *needed_first(enum dda_verb verb, const struct dda_function *function)
{
	bool out = function_is_out(function);

	switch (verb) {
	case DDA_DISMOUNT:
		return out || is_disabled(function) ? NULL : "disable";
	case DDA_ADD:
		if (out)
			return NULL;
		return is_disabled(function) ? "dismount" : "disable";
	case DDA_ENABLE:
		return out ? "mount" : NULL;
	default:
		return NULL;
	}
}

static void report_turn(const struct rule_scope *scope, struct findings *findings,
                        const struct dda_function *function, const char *first)
{
	struct finding finding = finding_about_card(scope, findings, "wrong-state",
	                                            FINDING_BLOCKER);

	finding.evidence = arena_format(&findings->arena, "%s is %s",
	                                address_format(function->address).text,
	                                function_is_out(function) ? "dismounted"
	                                : is_disabled(function)   ? _("disabled, not dismounted")
	                                                          : _("still with the host"));
	finding.remedy = arena_format(&findings->arena, "first: dda %s %s", first, finding.subject);
	findings_add(findings, finding);
}

/* The way back begins at the VM that has the card, and that must be the one named. */
static void report_vm(const struct rule_scope *scope, struct findings *findings,
                      const struct dda_function *function, int vm)
{
	const char *name = scope->inventory->vms.items[vm].name;
	bool remove = scope_wants(scope, DDA_REMOVE);
	struct finding finding = finding_about_card(scope, findings, "wrong-state",
	                                            FINDING_BLOCKER);

	finding.vm = vm;
	finding.evidence = arena_format(&findings->arena,
	                                "%s is in the configuration of VM \"%s\"%s",
	                                address_format(function->address).text, name,
	                                remove ? _(", not of the one named") : "");
	finding.remedy = arena_format(
	        &findings->arena, "%sdda remove %s --vm %s", remove ? "" : _("first: "),
	        finding.subject, remedy_quote(scope->inventory->platform, name, &findings->arena));
	findings_add(findings, finding);
}

/* A VM that hinders the step, -1 for none. */
static int hindering_vm(const struct rule_scope *scope, const struct dda_function *function)
{
	int target = scope_target(scope);

	if (scope_wants(scope, DDA_MOUNT) || scope_wants(scope, DDA_ENABLE))
		return function->vm;
	if (scope_wants(scope, DDA_REMOVE) && target >= 0 &&
	    !vm_find_hostdev(&scope->inventory->vms.items[target], function->address))
		return function->vm;
	return -1;
}

void rule_wrong_state(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card) {
		const char *first = needed_first(scope->intent->verb, function);
		int vm = hindering_vm(scope, function);

		if (vm >= 0)
			return report_vm(scope, findings, function, vm);
		if (first && function_vm_except(scope->inventory, function, -1) < 0)
			return report_turn(scope, findings, function, first);
	}
}
