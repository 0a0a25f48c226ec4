/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/reading.h"

static int build(const struct invocation *invocation, const struct dda_inventory *inventory,
                 json_t **ret, struct dda_error **ret_error)
{
	return view_list(inventory, ret, ret_error);
}

static int run(const struct invocation *invocation)
{
	return reading_run(invocation, DDA_WANT_NAMES | DDA_WANT_VMS_IF_NEEDED, build, NULL);
}

static const struct example examples[] = {
        {"dda list", "what there is, where it sits, and which VM has it"},
        {0},
};

const struct command cmd_list = {
        .name = "list",
        .arguments = "",
        .summary = "Devices: address, location path, name, state, VM",
        .text = "\"?\" for a VM means that the VMs of the host could not be read.\n",
        .examples = examples,
        .min_words = 0,
        .max_words = 0,
        .run = run,
};
