/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/commands.h"

static int run(const struct invocation *invocation)
{
	return change_run(invocation, DDA_REMOVE);
}

static const struct example examples[] = {
        {"dda remove 01:00 --vm vm1", "the card stays dismounted"},
        {0},
};

const struct command cmd_remove = {
        .name = "remove",
        .arguments = "DEVICE... --vm VM",
        .summary = "Single step: devices leave a VM's configuration",
        .text = NULL,
        .examples = examples,
        .options = OPTION_VM | OPTIONS_CHANGE,
        .required = OPTION_VM,
        .min_words = 1,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
