/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <signal.h>

#include "cli/check.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/output.h"

/*
 * A closed standard output must not end up as the number of a sysfs file that is opened later.
 * Opened for the wrong direction, it still fails as a closed one does.
 */
static void occupy_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

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

int main(int argc, char **argv)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_(invocation_deinit) struct invocation invocation;
	int r;

	occupy_standard_files();
	/* Whoever closes a pipe must not end a transaction half-way. */
	signal(SIGPIPE, SIG_IGN);
	r = invocation_parse(argc, argv, &invocation, &error);
	if (r < 0)
		return output_end(r, error, 0);
	return output_close(run(&invocation), may_change(&invocation));
}
