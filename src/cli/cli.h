/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dda/inventory.h>
#include <dda/plan.h>

#include "base/error.h"

/* Words of the command line; they belong to argv. */
struct words {
	const char **items;
	size_t count;
};

enum option {
	OPTION_HOST = 1 << 0,
	OPTION_JSON = 1 << 1,
	OPTION_QUIET = 1 << 2,
	OPTION_HELP = 1 << 3,
	OPTION_VERSION = 1 << 4,
	OPTION_VM = 1 << 5,
	OPTION_SPREAD = 1 << 6,
	OPTION_DRY_RUN = 1 << 7,
	OPTION_EXPLAIN = 1 << 8,
	OPTION_YES = 1 << 9,
	OPTION_WAIT = 1 << 10,
	OPTION_START = 1 << 11,
	OPTION_MODEL = 1 << 12,
	OPTION_MODELS = 1 << 13,
	OPTION_COUNT = 1 << 14,
	OPTION_TARGET = 1 << 15,
	OPTION_RAM = 1 << 16,
	OPTION_ADDRESS_BITS = 1 << 17,
	OPTION_FORCE = 1 << 18,
	OPTION_HIDE = 1 << 19,
	OPTION_ROM = 1 << 20,
	OPTION_PIN = 1 << 21,
	OPTION_UNREDACTED = 1 << 22,
	OPTION_REPLACE = 1 << 23,
	OPTION_FORGET = 1 << 24,
	OPTION_CONFIRM = 1 << 25,
	OPTION_FIX = 1 << 26,
	OPTION_PROGRESS = 1 << 27,
	OPTION_EXPECT = 1 << 28,
	OPTION_SETTING = 1 << 29, /* any of those of "dda set" */
	OPTION_LANGUAGE = 1 << 30,
	/* of "web" */
	OPTION_PORT = INT64_C(1) << 40,
	OPTION_OPEN = INT64_C(1) << 41,
	OPTION_READ_ONLY = INT64_C(1) << 42,
	OPTION_LISTEN = INT64_C(1) << 43,
	OPTION_TLS_CERT = INT64_C(1) << 44,
	OPTION_TLS_KEY = INT64_C(1) << 45,
	OPTION_PUT_BACK = INT64_C(1) << 46, /* of "confirm" */
};

/* Taken by every command, before or after it. */
#define OPTIONS_GLOBAL                                                                             \
	(OPTION_HOST | OPTION_JSON | OPTION_QUIET | OPTION_LANGUAGE | OPTION_HELP | OPTION_VERSION)
/* Taken by every command that plans a change. */
#define OPTIONS_CHANGE                                                                             \
	(OPTION_DRY_RUN | OPTION_EXPLAIN | OPTION_YES | OPTION_PROGRESS | OPTION_EXPECT)

/* What was typed. */
struct invocation {
	const struct command *command; /* NULL: none */
	uint64_t options;              /* set of enum option */
	const char *host;
	const char *explain;
	const char *forget;
	const char *rom;
	const char *setting; /* name of the one that was typed last */
	struct dda_settings settings;
	unsigned wait, confirm; /* seconds */
	uint64_t expect;        /* a plan, as dda_plan_id() */
	const char *model, *count, *target, *ram, *address_bits;
	const char *port, *listen, *tls_cert, *tls_key;
	char **argv;        /* all of it, after the program's name */
	struct words words; /* the operands, without the command */
	struct words vms;
	struct words forced; /* codes of findings */
};

/* Exit statuses, besides those of enum dda_error_kind. */
enum { EXIT_DONE = 0, EXIT_NO = 1 };

/* A line as it is typed, and what it is for. */
struct example {
	const char *line, *what;
};

/*
 * One command; each is defined in a file of its own. All that tells of commands is made from this:
 * the help, the manual, what shells complete, the tables in README.md.
 */
struct command {
	const char *name;
	const char *arguments; /* as in the usage line */
	const char *summary;   /* one line */
	const char *text;      /* paragraphs of its help, or NULL */
	uint64_t options;      /* those it takes besides the global ones */
	uint64_t required;     /* of these, the ones it can't do without */
	size_t min_words, max_words;
	bool changes; /* it changes something */
	int (*run)(const struct invocation *invocation);
	/* At least one; ends with a NULL line. */
	const struct example *examples;
};

#define ANY_NUMBER ((size_t)-1)

/* In the order of the help; ends with NULL. */
extern const struct command *const commands[];

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

static inline bool has_option(const struct invocation *invocation, enum option option)
{
	return invocation->options & option;
}

/* True when the command says what it would do, and does nothing. */
static inline bool only_shown(const struct invocation *invocation)
{
	return has_option(invocation, OPTION_DRY_RUN) || has_option(invocation, OPTION_EXPLAIN);
}

/* True when the command may have changed something. */
static inline bool may_change(const struct invocation *invocation)
{
	return invocation->command &&
	       (invocation->command->changes || has_option(invocation, OPTION_FIX)) &&
	       !only_shown(invocation);
}
