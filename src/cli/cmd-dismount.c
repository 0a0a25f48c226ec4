/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/commands.h"

static int run(const struct invocation *invocation)
{
	return change_run(invocation, DDA_DISMOUNT);
}

static const struct example examples[] = {
        {"dda dismount 01:00",
         "after \"dda disable 01:00\"; no driver of the host gets it by accident"},
        {0},
};

const struct command cmd_dismount = {
        .name = "dismount",
        .arguments = "DEVICE...",
        .summary = "Single step: disabled devices leave the host",
        .text = "With --force in spite of a finding; \"dda help assign\" lists those that can be "
                "forced.\n",
        .examples = examples,
        .options = OPTION_FORCE | OPTIONS_CHANGE,
        .min_words = 1,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
