/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/nearest.h"
#include "cli/output.h"
#include "view/meanings.h"

#define ALL_FINDINGS "findings"
#define NAMES_MAX 256 /* to look for the nearest among */

static int refuse_topic(const char *word, struct dda_error **ret_error)
{
	static const char remedy[] =
	        "\"dda help\" lists the commands, \"dda help findings\" the codes of findings";
	const char *names[NAMES_MAX] = {ALL_FINDINGS}, *near;
	size_t count = 1;

	for (size_t i = 0; commands[i] && count < NAMES_MAX; i++)
		names[count++] = commands[i]->name;
	for (size_t i = 0; meanings[i].code && count < NAMES_MAX; i++)
		names[count++] = meanings[i].code;
	near = nearest(word, names, count);
	if (!near)
		return usage_error(ret_error, word, remedy, "there is no such command or code");
	return usage_error(ret_error, word, remedy,
	                   "there is no such command or code, the nearest is \"%s\"", near);
}

static int explain(const struct invocation *invocation, struct dda_error **ret_error)
{
	const struct words *words = &invocation->words;
	_cleanup_document_ json_t *document = NULL;
	int r;

	if (words->count == 1 && text_equal(words->items[0], ALL_FINDINGS)) {
		r = view_meanings(NULL, 0, &document, ret_error);
		return r < 0 ? r : output_answer(invocation, document, ret_error);
	}
	for (size_t i = 0; i < words->count; i++)
		if (!meaning_find(words->items[i]))
			return refuse_topic(words->items[i], ret_error);
	r = view_meanings(words->items, words->count, &document, ret_error);
	return r < 0 ? r : output_answer(invocation, document, ret_error);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	const struct words *words = &invocation->words;
	const struct command *command = words->count == 1 ? command_find(words->items[0]) : NULL;
	int r = 0;

	if (words->count == 0)
		help_all(stdout);
	else if (command)
		help_command(command, stdout);
	else
		r = explain(invocation, &error);
	return output_end(r, error, EXIT_DONE);
}

static const struct example examples[] = {
        {"dda help assign", "one command in full"},
        {"dda help findings", "what surveys and refusals say, by code"},
        {"dda help group-shared", "one of these: what it means, and what to do"},
        {0},
};

const struct command cmd_help = {
        .name = "help",
        .arguments = "[COMMAND|findings|CODE...]",
        .summary = "What dda can do, how one command is used, what a finding means",
        .text = "CODE is the name of a finding, as \"dda survey DEVICE\" and --json have it; "
                "\"findings\" lists\nthem all.\n",
        .examples = examples,
        .max_words = ANY_NUMBER,
        .run = run,
};
