/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/* Whether the VM has a place for the cards that go to it: a PCI Express root with free numbers. */

#define CONTROLLERS_MAX 255

/* How many cards of the request go to the VM, and the most functions one of them has. */
static unsigned count_cards(const struct rule_scope *scope, unsigned *ret_functions)
{
	unsigned count = 0, functions = 0;

	for (size_t i = 0; i < scope->intent->card_count; i++) {
		unsigned index = scope->intent->cards[i];
		const struct card *card = &scope->inventory->cards.items[index];

		if (intent_vm_of_card(scope->intent, index) != scope->vm->index)
			continue;
		count++;
		functions = card->count > functions ? card->count : functions;
	}
	*ret_functions = functions;
	return count;
}

void rule_vm_no_pcie(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	struct finding finding;
	unsigned functions;

	if (!vm || vm_has_pcie(vm) || !scope_changes_vm(scope))
		return;
	count_cards(scope, &functions);
	finding = finding_about_vm(scope, findings, "vm-no-pcie",
	                           functions > 1 ? FINDING_BLOCKER : FINDING_WARNING);
	finding.evidence = arena_format(
	        &findings->arena, "the VM's machine type%s%s has no PCI Express root; %s",
	        vm->machine ? " " : "", vm->machine ? vm->machine : "",
	        functions > 1 ? _("a card with several functions would be torn apart there")
	                      : _("the card would sit on a conventional PCI bus"));
	finding.remedy = "give the VM the machine type q35";
	findings_add(findings, finding);
}

void rule_vm_full(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	struct finding finding;
	unsigned functions, cards, last = 0;

	if (!vm || !vm_has_pcie(vm) || !scope_changes_vm(scope))
		return;
	for (size_t i = 0; i < vm->controllers.count; i++)
		if (vm->controllers.items[i].index > last)
			last = vm->controllers.items[i].index;
	cards = count_cards(scope, &functions);
	if (last <= CONTROLLERS_MAX && cards <= CONTROLLERS_MAX - last)
		return;
	finding = finding_about_vm(scope, findings, "vm-full", FINDING_BLOCKER);
	finding.evidence =
	        arena_format(&findings->arena,
	                     "the VM's last PCI controller has index %u, the last possible "
	                     "one is %u, and %u more %s needed",
	                     last, CONTROLLERS_MAX, cards, cards == 1 ? "is" : "are");
	finding.remedy = "remove PCI controllers that the VM does not need";
	findings_add(findings, finding);
}
