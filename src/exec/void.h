/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec/run.h"

/*
 * True when the host was restarted since the plan was made, and its drivers have the functions as
 * they had them before: those that are to stay dismounted (keep.h) are, all others are the host's.
 */
bool was_restarted(const struct dda_plan *plan, const struct dda_inventory *now);

/*
 * True when there is nothing left on which `inverse`, the way back of a step, could work, and
 * nothing that it would have to put right: the device went, or another one is in its place; the VM
 * was deleted; the host was restarted, which took back what was done to its drivers. *ret_error
 * says why then.
 */
bool step_is_void(const struct runner *runner, const struct step *inverse,
                  struct dda_error **ret_error);

/*
 * A running VM that this run has not started has a function of the plan: then `inverse` must not
 * touch drivers. vfio-pci would wait for the VM, and others of the group can't have a driver of the
 * host meanwhile. Returns 0, or -EBUSY with an error set.
 */
int check_not_in_use(const struct runner *runner, const struct step *inverse,
                     struct dda_error **ret_error);
