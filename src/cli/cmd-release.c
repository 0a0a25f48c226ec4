/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/output.h"

static int check(const struct invocation *invocation, struct dda_error **ret_error)
{
	if ((invocation->words.count > 0) != has_option(invocation, OPTION_VM))
		return 0;
	return usage_error(ret_error, "release", "see \"dda release --help\"",
	                   "needs either devices or --vm");
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = check(invocation, &error);

	return r < 0 ? output_end(r, error, 0) : change_run(invocation, DDA_RELEASE);
}

static const struct example examples[] = {
        {"dda release 01:00", "the card returns to the drivers it had"},
        {"dda release --vm vm1", "all cards of the VM do"},
        {0},
};

const struct command cmd_release = {
        .name = "release",
        .arguments = "DEVICE... | --vm VM",
        .summary = "Take whole cards back from VMs",
        .text = "With --vm the VM gives back all of its cards.\n",
        .examples = examples,
        .options = OPTION_VM | OPTIONS_CHANGE,
        .min_words = 0,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
