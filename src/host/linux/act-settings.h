/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/linux.h"

/*
 * Changes the settings in the stored definition of a VM as `step` says (STEP_SET, STEP_UNSET), in
 * one edit of its text. Returns 0, also when nothing was left to change; a negative errno with an
 * error set.
 */
int settings_apply(struct linux_host *host, virDomainPtr domain, const struct step *step,
                   struct dda_error **ret_error);

/* Is the VM set as it has to be after the step? */
bool settings_reached(const struct vm *vm, const struct step *step);
