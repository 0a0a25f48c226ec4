/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/reading.h"

static int build(const struct invocation *invocation, const struct dda_inventory *inventory,
                 json_t **ret, struct dda_error **ret_error)
{
	return view_status(inventory, ret, ret_error);
}

static int run(const struct invocation *invocation)
{
	return reading_run(invocation, DDA_WANT_NAMES | DDA_WANT_VMS, build, NULL);
}

const struct command cmd_status = {
        .name = "status",
        .arguments = "",
        .summary = "Cards that are with VMs, and what is left half done",
        .text = NULL,
        .min_words = 0,
        .max_words = 0,
        .run = run,
};
