/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/hyperv/act.h"

/* Disable, enable, dismount, mount. Contract as in host/host.h. */
int device_test(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error);
int device_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error);
int device_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error);
