/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/way.h"

#include <errno.h>

#include "base/text.h"

/* On its way back a function leaves vfio-pci, which waits for whoever has it open. */
static bool needs_vms(const struct dda_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].step.kind != STEP_DISABLE &&
		    plan->items[i].step.kind != STEP_ENABLE)
			return true;
	return false;
}

/* The VM was started by the transaction itself, which is being taken back. */
static bool is_stopped_by(const struct transaction *transaction, const char *vm)
{
	const struct dda_plan *plan = transaction ? transaction->plan : NULL;

	for (size_t i = 0; plan && transaction->undoing && i < plan->count; i++)
		if (plan->items[i].step.kind == STEP_START && transaction->marks[i].intended &&
		    text_equal(plan->items[i].step.vm, vm))
			return true;
	return false;
}

static const struct vm *vm_of(const struct dda_inventory *now, const struct step *step)
{
	int function = inventory_find(now, step->function);

	if (step->vm)
		return inventory_find_vm(now, step->vm);
	return function < 0 || now->functions.items[function].vm < 0
	               ? NULL
	               : &now->vms.items[now->functions.items[function].vm];
}

static int refuse(int r, const char *subject, const char *remedy, const char *evidence,
                  struct dda_error **ret_error)
{
	return error_set(ret_error, r, DDA_ERROR_LEFT, subject, evidence, remedy);
}

int way_check(const struct dda_inventory *now, const struct dda_plan *plan,
              const struct transaction *transaction, struct dda_error **ret_error)
{
	if (!needs_vms(plan))
		return 0;
	if (!fact_is_known(now->vms_fact.fact))
		return refuse(-EAGAIN,
		              transaction ? transaction_name(transaction)
		                          : dda_verb_name(plan->verb),
		              "make the VM manager answer (\"dda vms\" shows whether it does), "
		              "then: dda recover",
		              "it can't be taken back while the VMs can't be asked", ret_error);
	for (size_t i = 0; i < plan->count; i++) {
		const struct vm *vm = vm_of(now, &plan->items[i].step);

		if (vm && vm->state != VM_OFF && !is_stopped_by(transaction, vm->name))
			return refuse(-ENOTRECOVERABLE, vm->name, "shut it down, then: dda recover",
			              "it is not off, so what was begun can't be taken back",
			              ret_error);
	}
	return 0;
}
