/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/void.h"

#include <errno.h>

#include "base/text.h"

static bool is_about_driver(const struct step *step)
{
	return step->kind < STEP_PREPARE;
}

bool was_restarted(const struct dda_plan *plan, const struct dda_inventory *now)
{
	return now && !now->lasting && now->boot_id && plan->boot_id &&
	       !text_equal(now->boot_id, plan->boot_id);
}

static bool lacks_vm(const struct runner *runner, const char *vm)
{
	const struct dda_inventory *now = runner->inventory;

	return now && vm && fact_is_known(now->vms_fact.fact) && !inventory_find_vm(now, vm);
}

bool step_is_void(const struct runner *runner, const struct step *inverse,
                  struct dda_error **ret_error)
{
	const struct identity *identity = plan_identity(runner->plan, inverse->function);
	int r = 0;

	if (is_about_driver(inverse) && was_restarted(runner->plan, runner->inventory)) {
		error_set(ret_error, -ENXIO, DDA_ERROR_REFUSED,
		          address_format(inverse->function).text,
		          "the host was restarted since, and that took it back", NULL);
		return true;
	}
	if (lacks_vm(runner, inverse->vm)) {
		error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, inverse->vm,
		          "there is no such VM any more", NULL);
		return true;
	}
	/* A slot in the VM is of no use without the card. */
	if (identity && (step_needs_device(inverse) || inverse->kind == STEP_PREPARE))
		r = runner->host->operations->identify(runner->host, identity, ret_error);
	return r == -ENODEV || r == -ENXIO;
}

static bool was_started(const struct runner *runner, const char *vm)
{
	for (size_t i = 0; i < runner->plan->count; i++)
		if (runner->plan->items[i].step.kind == STEP_START &&
		    runner->run->records[i].begun && text_equal(runner->plan->items[i].step.vm, vm))
			return true;
	return false;
}

/* The VM that has it, and is not ours to stop; NULL: none. */
static const char *user_of(const struct runner *runner, const struct identity *identity)
{
	const struct dda_inventory *now = runner->inventory;
	int index = inventory_find(now, identity->address);
	const struct dda_function *function = index < 0 ? NULL : &now->functions.items[index];
	const char *vm;

	if (!function || function->state != FUNCTION_IN_USE || function->vm < 0)
		return NULL;
	vm = now->vms.items[function->vm].name;
	return was_started(runner, vm) ? NULL : vm;
}

int check_not_in_use(const struct runner *runner, const struct step *inverse,
                     struct dda_error **ret_error)
{
	const struct dda_plan *plan = runner->plan;

	if (!runner->inventory || !is_about_driver(inverse))
		return 0;
	for (size_t i = 0; i < plan->identities.count; i++) {
		const struct identity *identity = &plan->identities.items[i];
		const char *vm = user_of(runner, identity);

		if (vm)
			return error_setf(ret_error, -EBUSY, DDA_ERROR_LEFT,
			                  address_format(inverse->function).text,
			                  "shut it down, then: dda recover",
			                  "VM %s was started meanwhile and has %s", vm,
			                  address_format(identity->address).text);
	}
	return 0;
}
