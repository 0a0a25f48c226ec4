/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/hyperv/names.h"
#include "model/step.h"

/* What a person would type in PowerShell instead of `step` (pure); heap text, or NULL without
 * memory. */
char *explain_powershell(const struct hyperv_names *names, const struct step *step);
