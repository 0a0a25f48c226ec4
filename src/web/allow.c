/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/allow.h"

#include <errno.h>

#include "base/text.h"
#include "cli/check.h"
#include "cli/options.h"

#define READING_SECONDS 120

/*
 * Every option of these commands that the page may use. What is not here is not allowed: no file is
 * read or written that a word names (--rom, capture FILE), no other host is asked.
 */
static const struct {
	const char *command;
	uint64_t options;  /* besides --json and --language */
	const char *words; /* the only word there may be; NULL: any */
} rows[] = {
        {"list", 0, NULL},
        {"show", 0, NULL},
        {"vms", 0, NULL},
        {"survey", 0, NULL},
        {"tree", 0, NULL},
        {"mmio",
         OPTION_VM | OPTION_MODEL | OPTION_COUNT | OPTION_TARGET | OPTION_RAM | OPTION_ADDRESS_BITS,
         NULL},
        {"verify", OPTION_WAIT, NULL},
        {"capture", 0, "-"},
        {"history", 0, NULL},
        {"status", OPTION_FIX | OPTION_VM | OPTIONS_CHANGE, NULL},
        {"assign",
         OPTION_VM | OPTION_SPREAD | OPTION_START | OPTION_WAIT | OPTION_HIDE | OPTION_PIN |
                 OPTION_CONFIRM | OPTION_FORCE | OPTIONS_CHANGE,
         NULL},
        {"release", OPTION_VM | OPTIONS_CHANGE, NULL},
        {"disable", OPTION_CONFIRM | OPTIONS_CHANGE, NULL},
        {"enable", OPTIONS_CHANGE, NULL},
        {"dismount", OPTION_FORCE | OPTIONS_CHANGE, NULL},
        {"mount", OPTIONS_CHANGE, NULL},
        {"add", OPTION_VM | OPTIONS_CHANGE, NULL},
        {"remove", OPTION_VM | OPTIONS_CHANGE, NULL},
        {"set", OPTION_SETTING | OPTIONS_CHANGE, NULL},
        {"start", OPTION_WAIT | OPTIONS_CHANGE, NULL},
        {"recover", 0, NULL},
        {"confirm", OPTION_PUT_BACK, NULL},
};

/* The name of an option that is not allowed, or NULL. */
static const char *first_option(uint64_t options)
{
	for (const struct option_row *row = option_rows; row->name; row++)
		if (options & (uint64_t)row->id)
			return row->name;
	return NULL;
}

static int deny(struct dda_error **ret_error, const char *subject, const char *evidence,
                const char *remedy)
{
	return error_set(ret_error, -EPERM, DDA_ERROR_REFUSED, subject, evidence, remedy);
}

static int deny_option(const char *command, const char *option, struct dda_error **ret_error)
{
	return error_setf(ret_error, -EPERM, DDA_ERROR_REFUSED, command, NULL,
	                  "--%s can't be asked for from the page", option);
}

static int check_words(const struct invocation *invocation, const char *only,
                       struct dda_error **ret_error)
{
	for (size_t i = 0; only && i < invocation->words.count; i++)
		if (!text_equal(invocation->words.items[i], only))
			return deny(ret_error, invocation->command->name,
			            "files can't be named from the page", NULL);
	return 0;
}

static int check_table(const struct invocation *invocation, struct dda_error **ret_error)
{
	const char *name = invocation->command->name;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t wrong = invocation->options &
		                 ~(rows[i].options | OPTION_JSON | OPTION_LANGUAGE);

		if (!text_equal(rows[i].command, name))
			continue;
		if (wrong)
			return deny_option(name, first_option(wrong), ret_error);
		return check_words(invocation, rows[i].words, ret_error);
	}
	return deny(ret_error, name, "can't be asked for from the page", NULL);
}

static int check(const struct invocation *invocation, bool read_only, struct dda_error **ret_error)
{
	int r;

	if (!invocation->command)
		return deny(ret_error, "the command", "is missing", NULL);
	/* The table first: a command is not read in any more detail than it is allowed. */
	r = check_table(invocation, ret_error);
	if (r == 0)
		r = invocation_check(invocation, ret_error);
	if (r == 0 && read_only && may_change(invocation))
		r = deny(ret_error, invocation->command->name,
		         "changes something, and \"dda web\" was started with --read-only", NULL);
	return r;
}

/* The words as main() would be given them; they go on belonging to the caller. */
static int copy_words(const char *const *words, size_t count, char **argv,
                      struct dda_error **ret_error)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count && bytes <= ALLOW_BYTES; i++)
		bytes += strlen(words[i]) + 1;
	if (count > ALLOW_WORDS || bytes > ALLOW_BYTES)
		return error_set(ret_error, -E2BIG, DDA_ERROR_USAGE, "the command line",
		                 "is too long", NULL);
	argv[0] = (char *)"dda";
	for (size_t i = 0; i < count; i++)
		argv[1 + i] = (char *)words[i];
	argv[count + 1] = NULL;
	return 0;
}

int allow(const char *const *words, size_t count, bool read_only, struct allowed *ret,
          struct dda_error **ret_error)
{
	_cleanup_(invocation_deinit) struct invocation invocation = {0};
	char *argv[ALLOW_WORDS + 2];
	int r = copy_words(words, count, argv, ret_error);

	if (r == 0)
		r = invocation_parse((int)count + 1, argv, &invocation, ret_error);
	if (r == 0)
		r = check(&invocation, read_only, ret_error);
	if (r < 0)
		return r;
	*ret = (struct allowed){
	        .changes = may_change(&invocation),
	        .seconds = may_change(&invocation) ? 0 : READING_SECONDS + invocation.wait,
	};
	return 0;
}
