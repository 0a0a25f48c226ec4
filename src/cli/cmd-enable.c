/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/commands.h"

static int run(const struct invocation *invocation)
{
	return change_run(invocation, DDA_ENABLE);
}

static const struct example examples[] = {
        {"dda enable 01:00", "the drivers that it had take it again"},
        {0},
};

const struct command cmd_enable = {
        .name = "enable",
        .arguments = "DEVICE...",
        .summary = "Single step: the host's driver takes over again",
        .text = NULL,
        .examples = examples,
        .options = OPTIONS_CHANGE,
        .min_words = 1,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
