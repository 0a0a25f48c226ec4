/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include "rules/scope.h"

/*
 * A VM's settings are changed with the first card that dda gives it, and put back with the last one
 * that goes. What else a person gave to the VM by hand does not count: it was there before.
 */

static bool adds(const struct draft *draft, size_t card)
{
	const struct dda_inventory *inventory = draft->inventory;
	const struct dda_function *function;

	for_each_function (function, inventory,
	                   &inventory->cards.items[draft->plan->cards.items[card]])
		if (draft_lacks(draft, card, function, STEP_ADD))
			return true;
	return false;
}

bool draft_arrives(const struct draft *draft, const struct intent_vm *to)
{
	for (size_t i = 0; i < draft->plan->cards.count; i++)
		if (draft->card_vms[i] == (int)(to - draft->vms) && adds(draft, i))
			return true;
	return false;
}

/* What only somebody can want. */
static unsigned asked_for(const struct draft *draft, const struct vm *vm)
{
	return (draft->request->hide_hypervisor && !vm_is_hidden(vm) ? SETTING_HIDDEN : 0u) |
	       (draft->request->pin && !vm->settings.bound ? SETTING_NUMA : 0u);
}

unsigned draft_unfit(const struct draft *draft, const struct intent_vm *to)
{
	const struct vm *vm = to->index < 0 ? NULL : &draft->inventory->vms.items[to->index];

	if (!vm || !draft_arrives(draft, to))
		return 0;
	return vm_unfit_settings(vm, &draft->inventory->surroundings) |
	       (draft->spaces[to - draft->vms].change ? SETTING_SPACE : 0u) | asked_for(draft, vm);
}

unsigned draft_kept(const struct draft *draft, const struct intent_vm *from)
{
	const struct vm *vm = from->index < 0 ? NULL : &draft->inventory->vms.items[from->index];
	bool any = draft->plan->cards.count == 0; /* the VM lost them by other means */

	for (size_t i = 0; vm && i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];

		if (draft_leaves(draft, hostdev))
			any = true;
		else if (hostdev->ours)
			return 0;
	}
	return any ? vm->settings.kept : 0;
}
