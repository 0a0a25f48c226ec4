/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec/run.h"
#include "exec/turn.h"

/*
 * The plan of `runner` is done, and stays so only if that is confirmed in time; else it is taken
 * back. run->outcome is DDA_DONE; or DDA_ROLLED_BACK or DDA_LEFT_OPEN, with run->error set.
 */
void wait_confirmed(struct runner *runner, const struct confirmation *confirmation);

/* -EINVAL with an error set for a plan that can't be put back without harm: it starts VMs. */
int wait_check(const struct dda_plan *plan, const struct confirmation *confirmation,
               struct dda_error **ret_error);
