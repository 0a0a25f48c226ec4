/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/commands.h"

static int run(const struct invocation *invocation)
{
	return change_run(invocation, DDA_START);
}

static const struct example examples[] = {
        {"dda start vm1 vm2", "both or none; then it waits until their guests have their devices"},
        {"dda start vm1 --wait 300", "for a guest that takes long to start"},
        {0},
};

const struct command cmd_start = {
        .name = "start",
        .arguments = "VM...",
        .summary = "Start VMs, and prove that they have their devices",
        .text = "One that runs already is left alone. When one does not start, those that this "
                "has started are\nturned off again. Then it waits, as \"dda verify\" does, until "
                "each has mapped what it was given\n(120 s, or --wait); a VM that has not is "
                "reported, and the exit status is 4.\nWhat would keep a VM from starting is said "
                "before: a device of it that is not there, that has\nnot left the host, or with "
                "which another VM is running.\n",
        .examples = examples,
        .options = OPTION_WAIT | OPTIONS_CHANGE,
        .min_words = 1,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
