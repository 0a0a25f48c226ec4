/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/* A VM starts only with all that its configuration names: there, out of the host's hands, and with
 * nobody else. */

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function, const char *what, const char *remedy)
{
	struct finding finding = finding_about_vm(scope, findings, "card-not-ready",
	                                          FINDING_BLOCKER);

	finding.card = (int)function->card;
	finding.evidence = arena_format(&findings->arena, "its configuration has %s, but %s",
	                                address_format(function->address).text, what);
	finding.remedy = remedy;
	findings_add(findings, finding);
}

static const char *remedy_assign(const struct rule_scope *scope, struct findings *findings,
                                 const struct dda_function *function)
{
	const struct card *card = &scope->inventory->cards.items[function->card];

	return arena_format(
	        &findings->arena, "dda assign %s --vm %s", card_name(scope->inventory, card).text,
	        remedy_quote(scope->inventory->platform, scope->vm->name, &findings->arena));
}

/* The running VM that has it, -1 for none. */
static int user_of(const struct rule_scope *scope, const struct dda_function *function)
{
	const struct dda_inventory *inventory = scope->inventory;

	for (size_t i = 0; i < inventory->vms.count; i++)
		if ((int)i != scope->vm->index && inventory->vms.items[i].state == VM_RUNNING &&
		    vm_find_hostdev(&inventory->vms.items[i], function->address))
			return (int)i;
	return -1;
}

/* False when it is ready. */
static bool check_entry(const struct rule_scope *scope, struct findings *findings,
                        const struct hostdev *hostdev)
{
	const struct dda_function *function = scope_function(scope, hostdev);
	int user = function ? user_of(scope, function) : -1;

	if (!function)
		return false;
	if (function->state == FUNCTION_MISSING)
		report(scope, findings, function, _("this host has no such device"),
		       _("\"dda status\" says what to do"));
	else if (!hostdev_is_for(hostdev, function))
		report(scope, findings, function, _("another device is there by now"),
		       _("\"dda status\" says what to do"));
	else if (user >= 0)
		report(scope, findings, function,
		       arena_format(&findings->arena, "VM \"%s\" is running with it",
		                    scope->inventory->vms.items[user].name),
		       arena_format(&findings->arena, "shut that one down first: %s",
		                    scope_command(scope, VM_TASK_SHUT_DOWN,
		                                  scope->inventory->vms.items[user].name,
		                                  findings)));
	else if (!function_is_out(function) && !hostdev->managed)
		report(scope, findings, function, _("it has not left the host"),
		       remedy_assign(scope, findings, function));
	else
		return false;
	return true;
}

/* Of each card once. */
void rule_card_not_ready(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	int told = -1;

	if (!vm || vm->state == VM_RUNNING)
		return;
	for (size_t i = 0; i < vm->hostdevs.count; i++) {
		const struct dda_function *function = scope_function(scope, &vm->hostdevs.items[i]);

		if (function && (int)function->card == told)
			continue;
		if (check_entry(scope, findings, &vm->hostdevs.items[i]))
			told = (int)function->card;
	}
}
