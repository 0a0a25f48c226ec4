/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/commands.h"

static int run(const struct invocation *invocation)
{
	return change_run(invocation, DDA_DISABLE);
}

static const struct example examples[] = {
        {"dda disable 01:00", "no driver of the host has it any more"},
        {"dda disable 01:00 --explain native",
         "what a person would type for that; nothing is done"},
        {0},
};

const struct command cmd_disable = {
        .name = "disable",
        .arguments = "DEVICE...",
        .summary = "Single step: the host's driver lets go",
        .text = "With --confirm all is put back unless you confirm it, see \"dda assign "
                "--help\".\n",
        .examples = examples,
        .options = OPTION_CONFIRM | OPTIONS_CHANGE,
        .min_words = 1,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
