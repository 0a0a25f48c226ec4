/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/commands.h"

static int run(const struct invocation *invocation)
{
	return change_run(invocation, DDA_MOUNT);
}

static const struct example examples[] = {
        {"dda mount 01:00", "before \"dda enable 01:00\""},
        {0},
};

const struct command cmd_mount = {
        .name = "mount",
        .arguments = "DEVICE...",
        .summary = "Single step: dismounted devices return to the host",
        .text = "They stay disabled until \"dda enable\".\n",
        .examples = examples,
        .options = OPTIONS_CHANGE,
        .min_words = 1,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
