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

const struct command cmd_release = {
        .name = "release",
        .arguments = "DEVICE... | --vm VM",
        .summary = "Take whole cards back from VMs",
        .text = "With --vm the VM gives back all of its cards.\n",
        .options = OPTION_VM | OPTIONS_CHANGE,
        .min_words = 0,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
