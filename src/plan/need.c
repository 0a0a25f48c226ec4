/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include "rules/scope.h"

/* In the configuration of the VM it is to go to. */
static const struct hostdev *settled(const struct draft *draft, size_t card,
                                     const struct dda_function *function)
{
	const struct vm *vm = draft_vm(draft, card);

	return vm ? vm_find_hostdev(vm, function->address) : NULL;
}

/* The platform takes it from the host by itself when the VM starts. */
static bool is_managed(const struct draft *draft, size_t card, const struct dda_function *function)
{
	const struct hostdev *hostdev = settled(draft, card, function);

	return hostdev && hostdev->managed;
}

/* With a VM that the request does not take it from. */
static bool stays_with_vm(const struct draft *draft, size_t card,
                          const struct dda_function *function)
{
	bool by_vm = draft->request->vm_count > 0;
	int from = draft->card_vms[card] < 0 ? -1 : draft->vms[draft->card_vms[card]].index;

	return by_vm && function_vm_except(draft->inventory, function, from) >= 0;
}

/*
 * On a VFIO driver before dda gave it to a VM: we give back only what we took. Released once more,
 * when it is with no VM any more, it goes to the host.
 */
static bool stays_out(const struct draft *draft, const struct dda_function *function)
{
	return draft->request->verb == DDA_RELEASE && function_was_out(function) &&
	       function->vm >= 0;
}

/* With the host, and nobody may drive it, by us or by somebody else. */
static bool is_idle(const struct dda_function *function)
{
	return function->hold == HOLD_PARKED || function->hold == HOLD_DISABLED;
}

bool draft_lacks(const struct draft *draft, size_t card, const struct dda_function *function,
                 enum step_kind kind)
{
	bool whole = draft->request->verb == DDA_RELEASE;

	if (function->state == FUNCTION_MISSING || function_is_bridge(function))
		return false;
	switch (kind) {
	case STEP_DISABLE:
		return !function_is_out(function) && function->hold != HOLD_DISABLED &&
		       !is_managed(draft, card, function);
	case STEP_DISMOUNT:
		return !function_is_out(function) && !is_managed(draft, card, function);
	case STEP_ADD:
		return !settled(draft, card, function);
	case STEP_MOUNT:
		return function_is_out(function) && !stays_out(draft, function) &&
		       !stays_with_vm(draft, card, function);
	case STEP_ENABLE:
		return (whole ? function_has_left(function) : is_idle(function)) &&
		       !stays_out(draft, function) && !stays_with_vm(draft, card, function);
	default:
		return false;
	}
}

bool function_has_left(const struct dda_function *function)
{
	return function_is_out(function) || function->hold == HOLD_DISABLED;
}

bool draft_starts(const struct draft *draft)
{
	return draft->request->start || draft->request->verb == DDA_START;
}

bool draft_gives(const struct draft *draft)
{
	return draft->request->verb == DDA_ASSIGN || draft->request->verb == DDA_ADD;
}
