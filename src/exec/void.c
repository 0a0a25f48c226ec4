/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/void.h"

#include <errno.h>

#include "base/text.h"

static bool is_about_driver(const struct step *step)
{
	return step->kind < STEP_PREPARE;
}

static bool was_restarted(const struct runner *runner)
{
	const struct dda_inventory *now = runner->inventory;

	return now && !now->lasting && now->boot_id && runner->plan->boot_id &&
	       !text_equal(now->boot_id, runner->plan->boot_id);
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

	if (is_about_driver(inverse) && was_restarted(runner)) {
		error_set(ret_error, -ENXIO, DDA_ERROR_REFUSED,
		          address_format(inverse->function).text,
		          "the host was restarted since: its own drivers are back", NULL);
		return true;
	}
	if (lacks_vm(runner, inverse->vm)) {
		error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, inverse->vm,
		          "there is no such VM any more", NULL);
		return true;
	}
	if (identity && step_needs_device(inverse))
		r = runner->host->operations->identify(runner->host, identity, ret_error);
	return r == -ENODEV || r == -ENXIO;
}
