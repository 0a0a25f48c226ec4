/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/step.h"

/* What a person would type instead of `step` (pure): writes to sysfs, virsh. Heap text, or NULL
 * without memory. */
char *explain_step(const struct step *step);
