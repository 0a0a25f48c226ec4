/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/check.h"

#include <errno.h>
#include <stdarg.h>

#include "base/text.h"
#include "base/translate.h"
#include "cli/nearest.h"
#include "cli/options.h"

int usage_error(struct dda_error **ret_error, const char *subject, const char *remedy,
                const char *format, ...)
{
	_cleanup_free_ char *evidence = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&evidence, translate(format), args) < 0)
		evidence = NULL;
	va_end(args);
	if (!evidence)
		return error_no_memory(ret_error);
	return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, subject, evidence, remedy);
}

int refuse_command(const char *word, struct dda_error **ret_error)
{
	const char *names[32], *near;
	size_t count = 0;

	for (; commands[count] && count < 32; count++)
		names[count] = commands[count]->name;
	near = nearest(word, names, count);
	if (!near)
		return usage_error(ret_error, word, "\"dda --help\" lists them",
		                   "there is no such command");
	return usage_error(ret_error, word, "\"dda --help\" lists them",
	                   "there is no such command, the nearest is \"%s\"", near);
}

/* How to get to the help of a command; a static text, used at once. */
static const char *see_help(const struct command *command)
{
	static char text[64];

	snprintf(text, sizeof(text), _("see \"dda %s --help\""), command->name);
	return text;
}

static int check_options(const struct invocation *invocation, struct dda_error **ret_error)
{
	const struct command *command = invocation->command;
	uint64_t wrong = invocation->options & ~(OPTIONS_GLOBAL | command->options);
	uint64_t lacking = command->required & ~invocation->options;

	for (const struct option_row *row = option_rows; row->name; row++) {
		if (row->id == OPTION_SETTING && wrong & row->id &&
		    !text_equal(row->name, invocation->setting))
			continue; /* one of several that share a bit */
		if (wrong & row->id)
			return usage_error(ret_error, command->name, see_help(command),
			                   "does not take --%s", row->name);
		if (lacking & row->id)
			return usage_error(ret_error, command->name, see_help(command),
			                   "needs --%s", row->name);
	}
	return 0;
}

static int check_words(const struct invocation *invocation, struct dda_error **ret_error)
{
	const struct command *command = invocation->command;
	size_t count = invocation->words.count;

	if (count < command->min_words)
		return usage_error(ret_error, command->name, see_help(command), "%s is missing",
		                   text_after(command->arguments, "DEVICE") ? _("a device")
		                                                            : command->arguments);
	if (count > command->max_words)
		return usage_error(ret_error, invocation->words.items[command->max_words],
		                   see_help(command), "one word too many");
	if (invocation->vms.count > 1 && !has_option(invocation, OPTION_SPREAD))
		return usage_error(ret_error, command->name,
		                   command->options & OPTION_SPREAD
		                           ? "for one card to each of several VMs use --spread"
		                           : NULL,
		                   "takes one --vm");
	return 0;
}

int invocation_check(const struct invocation *invocation, struct dda_error **ret_error)
{
	int r = check_options(invocation, ret_error);

	if (r == 0)
		r = check_words(invocation, ret_error);
	if (r == 0 && invocation->explain && !text_equal(invocation->explain, "native"))
		return usage_error(ret_error, "--explain", NULL, "\"%s\" is not \"native\"",
		                   invocation->explain);
	if (r == 0 && has_option(invocation, OPTION_PROGRESS) &&
	    !has_option(invocation, OPTION_JSON))
		return usage_error(ret_error, "--progress", "ask for both",
		                   "goes with --json only");
	return r;
}
