/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/backend.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cli/process.h"
#include "web/allow.h"
#include "web/child-windows.h"
#include "web/watch.h"

#define MAX_LINE 4096
#define MAX_REFUSED 64

/* Nothing but a look tells that a child has said something: so often, while there is one. */
#define LOOK_MILLISECONDS 10

/* Nor that somebody pressed Ctrl-C, or closed our window. */
#define PAUSE_MILLISECONDS 250

struct job {
	struct child child;
	unsigned number; /* 0: free */
	bool changes;
	int stopped;       /* why we ended it, or 0 */
	uint64_t deadline; /* clock_now() time, 0: none */
	char line[MAX_LINE];
	size_t used;
};

struct backend {
	struct backend_options options;
	struct backend_events events;
	struct watch *watch; /* NULL: nobody wants to know */
	unsigned last_job;
	struct job jobs[MAX_COMMANDS];
	struct {
		unsigned number;
		int status;
	} refused[MAX_REFUSED]; /* what has ended before it began */
	size_t refused_count;
};

int backend_open(const struct backend_options *options, const struct backend_events *events,
                 struct backend **ret, int *ret_status, struct dda_error **ret_error)
{
	struct backend *backend = calloc(1, sizeof(*backend));

	if (!backend)
		return error_no_memory(ret_error);
	backend->options = *options;
	backend->events = *events;
	process_hold_signals();
	*ret = backend;
	return 0;
}

static void free_job(struct job *job, bool kill)
{
	child_close(&job->child, kill);
	job->number = 0;
}

void backend_close(struct backend *backend)
{
	if (!backend)
		return;
	for (size_t i = 0; i < MAX_COMMANDS; i++)
		if (backend->jobs[i].number)
			free_job(&backend->jobs[i], !backend->jobs[i].changes);
	watch_close(backend->watch);
	free(backend);
}

int backend_descriptor(const struct backend *backend)
{
	return -1;
}

int backend_wait_limit(const struct backend *backend)
{
	if (backend->refused_count)
		return 0;
	for (size_t i = 0; i < MAX_COMMANDS; i++)
		if (backend->jobs[i].number)
			return LOOK_MILLISECONDS;
	if (backend->watch && watch_wait_limit(backend->watch) < PAUSE_MILLISECONDS)
		return watch_wait_limit(backend->watch);
	return PAUSE_MILLISECONDS;
}

static struct job *find_free(struct backend *backend, bool changes)
{
	size_t first = changes ? MAX_READING : 0, end = changes ? MAX_COMMANDS : MAX_READING;

	for (size_t i = first; i < end; i++)
		if (!backend->jobs[i].number)
			return &backend->jobs[i];
	return NULL;
}

/* Returns 0, or a negative errno as of struct backend_end. */
static int start_job(struct backend *backend, unsigned number, const char *const *words,
                     size_t count)
{
	struct allowed allowed;
	struct child child;
	struct job *job;
	int r = allow(words, count, backend->options.read_only, &allowed, NULL);

	if (r < 0)
		return r;
	job = find_free(backend, allowed.changes);
	if (!job)
		return -EAGAIN;
	r = child_start(backend->options.host, words, count, &child);
	if (r < 0)
		return r;
	job->child = child;
	job->number = number;
	job->changes = allowed.changes;
	job->deadline = allowed.seconds ? clock_now() + allowed.seconds * CLOCK_SECOND : 0;
	job->stopped = 0;
	job->used = 0;
	return 0;
}

/* Why one can't run is heard of as on Linux: when it has ended. */
int backend_start(struct backend *backend, const char *const *words, size_t count,
                  unsigned *ret_job)
{
	unsigned number = backend->last_job + 1;
	int r;

	if (backend->refused_count == MAX_REFUSED)
		return -EAGAIN;
	r = start_job(backend, number, words, count);
	if (r == -E2BIG)
		return r;
	if (r < 0) {
		backend->refused[backend->refused_count].number = number;
		backend->refused[backend->refused_count++].status = r;
	}
	*ret_job = backend->last_job = number;
	return 0;
}

/* One that is too long becomes several. */
static void add_byte(struct backend *backend, struct job *job, char byte)
{
	if (byte != '\n' && byte != '\r' && byte != '\0')
		job->line[job->used++] = byte;
	if (byte != '\n' && job->used < MAX_LINE - 1)
		return;
	job->line[job->used] = '\0';
	job->used = 0;
	backend->events.line(job->number, job->line, backend->events.data);
}

static void read_lines(struct backend *backend, struct job *job)
{
	char bytes[MAX_LINE];
	size_t size;

	while ((size = child_read_errors(&job->child, bytes, sizeof(bytes))) > 0)
		for (size_t i = 0; i < size; i++)
			add_byte(backend, job, bytes[i]);
}

/* What only reads may be ended; what changes something goes on to its end. */
static void stop_late(struct job *job)
{
	if (job->changes || job->stopped)
		return;
	if (job->deadline && clock_now() >= job->deadline)
		job->stopped = -ETIMEDOUT;
	else if (child_output_size(&job->child) > MAX_OUTPUT)
		job->stopped = -EFBIG;
	if (job->stopped)
		child_kill(&job->child);
}

static void turn_job(struct backend *backend, struct job *job)
{
	struct backend_end end = {.output = -1};
	const unsigned number = job->number;
	bool ended = child_has_ended(&job->child, &end.status);

	read_lines(backend, job);
	if (!ended) {
		stop_late(job);
		return;
	}
	if (job->stopped)
		end.status = job->stopped;
	end.size = child_output_size(&job->child);
	if (end.size)
		end.output = child_take_output(&job->child);
	free_job(job, false);
	backend->events.ended(number, &end, backend->events.data);
}

/* What is called back may start another one. */
static void tell_refused(struct backend *backend)
{
	while (backend->refused_count) {
		const size_t last = --backend->refused_count;
		const struct backend_end end = {.status = backend->refused[last].status,
		                                .output = -1};

		backend->events.ended(backend->refused[last].number, &end, backend->events.data);
	}
}

int backend_turn(struct backend *backend)
{
	unsigned changed = backend->watch ? watch_turn(backend->watch) : 0;

	tell_refused(backend);
	for (size_t i = 0; i < MAX_COMMANDS; i++)
		if (backend->jobs[i].number)
			turn_job(backend, &backend->jobs[i]);
	if (changed)
		backend->events.changed(changed, backend->events.data);
	return process_is_interrupted() ? -EINTR : 0;
}

void backend_watch(struct backend *backend, bool wanted)
{
	if (!wanted) {
		watch_close(backend->watch);
		backend->watch = NULL;
	} else if (!backend->watch && watch_open(backend->options.host, &backend->watch) < 0) {
		backend->watch = NULL;
	}
}
