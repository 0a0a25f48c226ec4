/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/scope.h"

#include "base/text.h"
#include "base/translate.h"
#include "model/vm-editable.h"

const char *scope_command(const struct rule_scope *scope, enum vm_task task, const char *vm,
                          struct findings *findings)
{
	return remedy_command(scope->inventory->platform, task, vm, &findings->arena);
}

struct finding finding_about_card(const struct rule_scope *scope, struct findings *findings,
                                  const char *code, enum finding_severity severity)
{
	return (struct finding){
	        .code = code,
	        .severity = severity,
	        .subject = arena_text(&findings->arena,
	                              card_name(scope->inventory, scope->card).text),
	        .card = (int)scope->card_index,
	        .vm = -1,
	};
}

struct finding finding_about_host(const struct rule_scope *scope, struct findings *findings,
                                  const char *code, enum finding_severity severity)
{
	return (struct finding){
	        .code = code, .severity = severity, .subject = "host", .card = -1, .vm = -1};
}

struct finding finding_about_vm(const struct rule_scope *scope, struct findings *findings,
                                const char *code, enum finding_severity severity)
{
	return (struct finding){
	        .code = code,
	        .severity = severity,
	        .subject = arena_text(&findings->arena, scope->vm->name),
	        .card = -1,
	        .vm = scope->vm->index,
	};
}

const struct dda_function *scope_function(const struct rule_scope *scope,
                                          const struct hostdev *hostdev)
{
	int at = inventory_find(scope->inventory, hostdev->host);

	return at < 0 ? NULL : &scope->inventory->functions.items[at];
}

struct finding finding_about_function(const struct rule_scope *scope, struct findings *findings,
                                      const struct hostdev *hostdev, const char *code,
                                      enum finding_severity severity)
{
	const struct dda_function *function = scope_function(scope, hostdev);

	return (struct finding){
	        .code = code,
	        .severity = severity,
	        .subject = arena_text(&findings->arena, address_format(hostdev->host).text),
	        .card = function ? (int)function->card : -1,
	        .vm = scope->vm->index,
	};
}

void finding_set_fix(const struct rule_scope *scope, struct findings *findings,
                     struct finding *finding, struct finding_fix fix)
{
	const char *vm = fix.vm ? remedy_quote(scope->inventory->platform, fix.vm, &findings->arena)
	                        : NULL;

	fix.known = true;
	finding->fix = fix;
	finding->remedy = arena_format(&findings->arena, "dda %s%s%s%s%s", dda_verb_name(fix.verb),
	                               fix.device ? " " : "", fix.device ? fix.device : "",
	                               vm ? " --vm " : "", vm ? vm : "");
}

bool scope_wants(const struct rule_scope *scope, enum dda_verb verb)
{
	return scope->intent && scope->intent->verb == verb;
}

bool scope_acts(const struct rule_scope *scope)
{
	return scope->intent && !scope->intent->asks;
}

bool intent_has_card(const struct intent *intent, unsigned card)
{
	for (size_t i = 0; i < intent->card_count; i++)
		if (intent->cards[i] == card)
			return true;
	return false;
}

int intent_vm_of_card(const struct intent *intent, unsigned card)
{
	/* A survey of many cards together knows no VM. */
	for (size_t i = 0; intent->vm_count > 0 && i < intent->card_count; i++)
		if (intent->cards[i] == card && intent->card_vms[i] >= 0)
			return intent->vms[intent->card_vms[i]].index;
	return -1;
}

int scope_target(const struct rule_scope *scope)
{
	return scope->intent ? intent_vm_of_card(scope->intent, scope->card_index) : -1;
}

bool function_is_delivered(const struct rule_scope *scope, const struct dda_function *function)
{
	int vm = scope_target(scope);

	return vm >= 0 && vm_find_hostdev(&scope->inventory->vms.items[vm], function->address);
}

const struct vm *scope_vm(const struct rule_scope *scope)
{
	return scope->vm->index < 0 ? NULL : &scope->inventory->vms.items[scope->vm->index];
}

/* True when some function of the card is (or is not) in the configuration of the VM. */
static bool any_function_in_vm(const struct dda_inventory *inventory, const struct card *card,
                               const struct vm *vm, bool in)
{
	const struct dda_function *function;

	for_each_function (function, inventory, card)
		if ((vm_find_hostdev(vm, function->address) != NULL) == in)
			return true;
	return false;
}

/* What a card that went by other means has left behind. */
static bool has_left_overs(const struct vm *vm)
{
	for (size_t i = 0; i < vm->controllers.count; i++)
		if (vm->controllers.items[i].ours)
			return true;
	return vm->settings.kept;
}

bool scope_changes_vm(const struct rule_scope *scope)
{
	const struct intent *intent = scope->intent;
	bool gives = intent->verb == DDA_ASSIGN || intent->verb == DDA_ADD;
	const struct vm *vm = scope_vm(scope);

	if (intent->verb == DDA_START)
		return vm && vm->state != VM_RUNNING;
	if (intent->verb == DDA_SET)
		return vm && vm_differing(vm, intent->settings, scope->inventory->platform);
	if (vm && !gives && intent->card_count == 0)
		return has_left_overs(vm);
	for (size_t i = 0; vm && i < intent->card_count; i++) {
		const struct card *card = &scope->inventory->cards.items[intent->cards[i]];

		if (gives && intent_vm_of_card(intent, intent->cards[i]) != scope->vm->index)
			continue;
		if (any_function_in_vm(scope->inventory, card, vm, !gives))
			return true;
	}
	return false;
}

const struct vm *scope_fit_vm(const struct rule_scope *scope)
{
	const struct vm *vm = scope_vm(scope);

	if (!vm || vm->state == VM_BROKEN || (scope->intent && !scope_changes_vm(scope)))
		return NULL;
	return vm;
}

int function_vm_except(const struct dda_inventory *inventory, const struct dda_function *function,
                       int except)
{
	/* Most functions are with no VM at all; those need no search. */
	if (function->vm < 0 || function->vm != except)
		return function->vm;
	for (size_t i = 0; i < inventory->vms.count; i++)
		if ((int)i != except &&
		    vm_find_hostdev(&inventory->vms.items[i], function->address))
			return (int)i;
	return -1;
}

bool function_was_out(const struct dda_function *function)
{
	return function_is_out(function) && fact_is_absent(function->origin.fact);
}

bool function_is_geforce(const struct dda_function *function)
{
	return function_is_nvidia(function) && function->device_name &&
	       text_matches("*geforce*", function->device_name);
}

bool functions_share_group(const struct dda_function *a, const struct dda_function *b)
{
	return fact_is_present(a->group.fact) && fact_is_present(b->group.fact) &&
	       a->group.value == b->group.value;
}

/* The first function that is none of the card's, from member `at` of a group on. */
static const struct dda_function *fellow_from(const struct rule_scope *scope, unsigned at)
{
	const struct dda_function *items = scope->inventory->functions.items;
	unsigned first = items[at].group_first;

	do {
		if (items[at].card != scope->card_index && !function_is_bridge(&items[at]))
			return &items[at];
		at = items[at].group_next;
	} while (at != first);
	return NULL;
}

/* True when a function of the card before this one is in the same group. */
static bool is_group_repeated(const struct rule_scope *scope, const struct dda_function *function)
{
	const struct dda_function *other;

	for_each_function (other, scope->inventory, scope->card) {
		if (other == function)
			return false;
		if (other->group_first == function->group_first)
			return true;
	}
	return false;
}

const struct dda_function *scope_next_fellow(const struct rule_scope *scope,
                                             const struct dda_function *after)
{
	const struct dda_function *own, *found;

	for_each_function (own, scope->inventory, scope->card) {
		if (is_group_repeated(scope, own) ||
		    (after && after->group_first != own->group_first))
			continue;
		if (!after)
			found = fellow_from(scope, own->group_first);
		else
			found = after->group_next == own->group_first
			                ? NULL
			                : fellow_from(scope, after->group_next);
		if (found)
			return found;
		after = NULL; /* the next group from its beginning */
	}
	return NULL;
}

void words_add_function(struct words *words, const struct dda_function *function)
{
	const char *name = function->device_name ? function->device_name : _("unnamed device");
	struct address_text address = address_format(function->address);

	if (fact_is_present(function->driver.fact))
		words_add(words, "%s (%s, driver %s)", address.text, name, function->driver.value);
	else
		words_add(words, "%s (%s, %s)", address.text, name,
		          fact_is_absent(function->driver.fact) ? _("no driver")
		                                                : _("driver unknown"));
}
