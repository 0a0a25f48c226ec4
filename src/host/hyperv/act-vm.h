/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/hyperv/act.h"

/* Add, remove, start, stop, set, unset; a VM needs nothing prepared. Contract as in host/host.h. */
int vm_test(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error);
int vm_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error);
int vm_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
              struct dda_error **ret_error);
