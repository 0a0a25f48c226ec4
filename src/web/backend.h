/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Who runs the command lines for the server. On Linux that is another process, which has kept its
 * rights; on Windows it is done right here. All of it is asynchronous: backend_turn() calls back.
 */
struct backend;

/* At once: of those that read, and of those that change something (most of them wait to be
 * confirmed). */
#define MAX_READING 8
#define MAX_CHANGING 16
#define MAX_COMMANDS (MAX_READING + MAX_CHANGING)
/* Bytes of one answer. */
#define MAX_OUTPUT (UINT64_C(256) << 20)

/* How a command line ended. */
struct backend_end {
	int status; /* its exit status, or a negative errno, see below */
	int output; /* what it wrote on standard output, at its start; whoever is called closes it.
	               -1: nothing */
	uint64_t size; /* of that, in bytes */
};

/*
 * Instead of an exit status:
 *   -EPERM      the table of what the page may ask for does not have it, or --read-only forbids it
 *   -EAGAIN     too many at once
 *   -ETIMEDOUT  it read for too long, and was ended
 *   -EFBIG      its answer was too long, and it was ended; only if it just reads
 *   -EINTR      somebody killed it
 *   others      it could not be started
 */

struct backend_events {
	/* A line that the command wrote on standard error, without its end. */
	void (*line)(unsigned job, const char *line, void *data);
	void (*ended)(unsigned job, const struct backend_end *end, void *data);
	/* What the host has changed meanwhile: a set of enum watch_kind (web/watch.h). */
	void (*changed)(unsigned what, void *data);
	void *data;
};

struct backend_options {
	const char *host; /* what --host said, or NULL; goes before each command line */
	bool read_only;
	int keep; /* the listening socket (-1: none): what the server keeps open of what is open now
	           */
};

/*
 * Begins. On Linux it divides the process: it returns 0 in the one that is to serve, which has no
 * rights any more, and 1 in the other one when all has ended, with the exit status in *ret_status.
 * Negative errno with an error set: neither goes on.
 */
int backend_open(const struct backend_options *options, const struct backend_events *events,
                 struct backend **ret, int *ret_status, struct dda_error **ret_error);

/* Ends what only reads. What may change something goes on to its end without us. NULL is allowed.
 */
void backend_close(struct backend *backend);

/* A descriptor for select() that is readable when backend_turn() has something to do; -1: none,
 * then only backend_wait_limit() says when. On Windows it is a socket. */
int backend_descriptor(const struct backend *backend);

/* Milliseconds after which backend_turn() must be called again all the same; -1: no limit. */
int backend_wait_limit(const struct backend *backend);

/* Calls back for what has happened since, and returns without waiting: 0, or a negative errno when
 * there is nobody any more who could run commands. */
int backend_turn(struct backend *backend);

/*
 * Starts `dda WORD...` and returns at once, with the number under which it is heard of again, which
 * is never used twice. Standard input is empty; a reader of standard error that falls behind does
 * not hold it up. Returns 0, -E2BIG for too long a command line, or another negative errno.
 */
int backend_start(struct backend *backend, const char *const *words, size_t count,
                  unsigned *ret_job);

/* Whether anybody wants to hear of changes of the host; not at first. */
void backend_watch(struct backend *backend, bool wanted);
