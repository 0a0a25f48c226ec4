/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"
#include "cli/check.h"
#include "cli/help.h"
#include "cli/language.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/process.h"

static int refuse_nothing(bool json)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = json ? usage_error(&error, "dda", "\"dda --help\" lists them",
	                           "a command is missing")
	             : 0;

	if (r < 0)
		return output_end(r, error, 0);
	help_all(stderr);
	return DDA_ERROR_USAGE;
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
	if (!command && !has_option(invocation, OPTION_HELP))
		return refuse_nothing(has_option(invocation, OPTION_JSON));
	if (has_option(invocation, OPTION_HELP)) {
		if (command)
			help_command(command, stdout);
		else
			help_all(stdout);
		return EXIT_DONE;
	}
	r = invocation_check(invocation, &error);
	return r < 0 ? output_end(r, error, 0) : command->run(invocation);
}

/* Where the parser stopped before it came to --json, that was asked for all the same. */
static bool asks_for_json(const struct invocation *invocation)
{
	bool asked = has_option(invocation, OPTION_JSON);

	for (char **word = invocation->argv; !asked && *word && !text_equal(*word, "--"); word++)
		asked = text_equal(*word, "--json");
	return asked;
}

int process_main(int argc, char **argv)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_(invocation_deinit) struct invocation invocation;
	int r;

	language_begin(argv);
	r = invocation_parse(argc, argv, &invocation, &error);
	if (r < 0) {
		output_errors_as_documents(asks_for_json(&invocation));
		return output_close(output_end(r, error, 0), false);
	}
	output_errors_as_documents(has_option(&invocation, OPTION_JSON));
	return output_close(run(&invocation), may_change(&invocation));
}
