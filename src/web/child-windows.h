/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A command line of dda as a process of its own, without a console: Ctrl-C and a closed window are
 * none of its business. What it says goes to files that are gone with their last handle: so it
 * never waits for us, and goes on when we end.
 */
struct child {
	void *process, *output, *errors; /* handles */
	uint64_t read;                   /* of the errors */
};

/* Starts `dda [--host HOST] WORD...`. Returns 0, -E2BIG, -EINVAL for words that are no UTF-8, or
 * another negative errno. */
int child_start(const char *host, const char *const *words, size_t count, struct child *ret);

/* True when it has ended, with its exit status. */
bool child_has_ended(const struct child *child, int *ret_status);

/* What it has written to standard output so far, in bytes. */
uint64_t child_output_size(const struct child *child);

/* The next bytes of what it wrote to standard error; 0: no more so far. */
size_t child_read_errors(struct child *child, char *buffer, size_t size);

/* What it wrote to standard output as a file descriptor, at its start, which is the caller's; or
 * -1. Only once, when it has ended. */
int child_take_output(struct child *child);

void child_kill(const struct child *child);

/* Lets go of it; `kill`: and ends it, where it still runs. */
void child_close(struct child *child, bool kill);
