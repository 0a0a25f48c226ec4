/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * One command line that runs: dda itself, in a session of its own, so that neither Ctrl-C nor our
 * end reaches it. It has nothing to read; its standard output is a file in memory.
 */
struct command_line {
	pid_t pid; /* 0: it has ended */
	int errors, output;
	char line[4096]; /* the one that is being read */
	size_t used;
};

/* Starts `dda [--host HOST] WORD...`. `limit`: the longest output, 0: none. Returns 0 or a negative
 * errno. */
int command_line_begin(struct command_line *command, const char *host, const char *const *words,
                       size_t count, uint64_t limit);

/*
 * The next line of its standard error in `command->line`, without waiting. What does not fit into
 * the buffer becomes a line of its own. Returns 1; 0 when there is none; -EPIPE when there will be
 * no more.
 */
int command_line_read(struct command_line *command);

/* Whether it has ended, without waiting: then its exit status, or a negative errno as of struct
 * backend_end, is in *ret_status. */
bool command_line_has_ended(struct command_line *command, int *ret_status);

/* Kills it, and whom it has started, if it runs. */
void command_line_kill(const struct command_line *command);

/* Closes what is open; the process goes on. */
void command_line_deinit(struct command_line *command);
