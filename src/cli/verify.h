/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/cli.h"

/*
 * Looks at the host for `want` until the VM has all it was given and its guest's agent, if it
 * should have one, has answered, or is not running, or `seconds` are over (or half a minute in
 * which only the agent was missing); *ret is what was seen last, *ret_verified whether that is all.
 * Returns 0, or a negative errno with an error set.
 */
int verify_wait(struct dda_host *host, unsigned want, const char *vm, unsigned seconds,
                bool *ret_verified, struct dda_inventory **ret, struct dda_error **ret_error);

/* The command: prints the proof, returns the exit status. */
int verify_run(const struct invocation *invocation, const char *vm, unsigned seconds);
