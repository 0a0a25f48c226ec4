/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/check.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/process.h"

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	const struct command *command = invocation->command;
	int r;

	if (has_option(invocation, OPTION_VERSION)) {
		puts("dda " DDA_VERSION);
		return EXIT_DONE;
	}
	if (!command) {
		bool asked = has_option(invocation, OPTION_HELP);

		help_all(asked ? stdout : stderr);
		return asked ? EXIT_DONE : DDA_ERROR_USAGE;
	}
	if (has_option(invocation, OPTION_HELP)) {
		help_command(command, stdout);
		return EXIT_DONE;
	}
	r = invocation_check(invocation, &error);
	return r < 0 ? output_end(r, error, 0) : command->run(invocation);
}

int process_main(int argc, char **argv)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_(invocation_deinit) struct invocation invocation;
	int r = invocation_parse(argc, argv, &invocation, &error);

	if (r < 0)
		return output_end(r, error, 0);
	return output_close(run(&invocation), may_change(&invocation));
}
