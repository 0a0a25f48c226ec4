/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/reading.h"

static int build(const struct invocation *invocation, const struct dda_inventory *inventory,
                 json_t **ret, struct dda_error **ret_error)
{
	return view_vms(inventory, ret, ret_error);
}

static int run(const struct invocation *invocation)
{
	return reading_run(invocation, DDA_WANT_NAMES | DDA_WANT_VMS, build, NULL);
}

static const struct example examples[] = {
        {"dda vms", "which VMs there are, and what of their settings stands in the way"},
        {0},
};

const struct command cmd_vms = {
        .name = "vms",
        .arguments = "",
        .summary = "VMs and the settings that matter here",
        .text = NULL,
        .examples = examples,
        .min_words = 0,
        .max_words = 0,
        .run = run,
};
