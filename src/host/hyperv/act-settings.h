/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/hyperv/act.h"

/* STEP_SET and STEP_UNSET. 1: the settings are as they have to be, 0: they are not; or an error. */
int settings_are_reached(struct hyperv_live *live, const struct step *step,
                         struct dda_error **ret_error);

/* Begins to change them. The notes, which say what was there before, are always written first. */
int settings_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error);
