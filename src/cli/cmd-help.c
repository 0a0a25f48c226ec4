/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/output.h"

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	const char *name = invocation->words.count ? invocation->words.items[0] : NULL;
	const struct command *command = name ? command_find(name) : NULL;

	if (name && !command) {
		int r = refuse_command(name, &error);

		return output_end(r, error, 0);
	}
	if (command)
		help_command(command, stdout);
	else
		help_all(stdout);
	return EXIT_DONE;
}

const struct command cmd_help = {
        .name = "help",
        .arguments = "[COMMAND]",
        .summary = "What dda can do, or how one command is used",
        .max_words = 1,
        .run = run,
};
