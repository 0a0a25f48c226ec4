/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "cli/cli.h"

/* How the host is, and what is not in order there; *ret is the document of "dda status". `again`:
 * what was named may be gone by now. */
int fix_look(const struct invocation *invocation, bool again, json_t **ret,
             struct dda_error **ret_error);

/* Does the remedy of one entry after the other, each as the command that it is. Returns the exit
 * status. */
int fix_run(const struct invocation *invocation);
