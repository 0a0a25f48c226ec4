/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/cli.h"

/* Plans what was asked for, asks back where a person sits, runs it and tells. Returns the exit
 * status. */
int change_run(const struct invocation *invocation, enum dda_verb verb);
