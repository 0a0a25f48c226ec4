/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a page would be told while a command runs, and how late.
 *
 * usage: watch-events COMMAND...
 *
 * Prints a line of JSON: "what", as the page is told; "count", how often; "first", milliseconds
 * from the start of the command to the first; "last", from its end to the last, 0 when that came
 * before; "cpu", milliseconds of processor time that watching took, of all its processes.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "web/watch.h"

/* Milliseconds. */
#define QUIET 700
#define PATIENCE 4000

struct seen {
	unsigned kinds, count;
	uint64_t first, last;
};

static double milliseconds(uint64_t from, uint64_t to)
{
	return to > from ? (double)(to - from) / 1e6 : 0;
}

static double time_of(const struct rusage *usage)
{
	return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1e3 +
	       (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e3;
}

static const char *words_of(unsigned kinds)
{
	static char text[64];
	const char *comma = "";

	for (unsigned i = 0; i < 3; i++)
		if (kinds & 1u << i) {
			static const char *const words[] = {"devices", "vms", "transactions"};

			sprintf(text + strlen(text), "%s\"%s\"", comma, words[i]);
			comma = ", ";
		}
	return text;
}

/* Waits as a server does, for `other` too (-1: none), but no longer than `most` milliseconds. True:
 * that is readable. */
static bool turn(struct watch *watch, int other, int most, struct seen *seen)
{
	int limit = watch_wait_limit(watch), fd = watch_descriptor(watch);
	bool ready;
	struct timeval wait;
	unsigned kinds;
	fd_set readable;

	if (limit < 0 || limit > most)
		limit = most;
	wait = (struct timeval){.tv_sec = limit / 1000, .tv_usec = limit % 1000 * 1000};
	FD_ZERO(&readable);
	FD_SET(fd, &readable);
	if (other >= 0)
		FD_SET(other, &readable);
	ready = select((fd > other ? fd : other) + 1, &readable, NULL, NULL, &wait) > 0 &&
	        other >= 0 && FD_ISSET(other, &readable);
	kinds = watch_turn(watch);
	if (!kinds)
		return ready;
	seen->kinds |= kinds;
	seen->last = clock_now();
	if (!seen->count++)
		seen->first = seen->last;
	return ready;
}

/* Until nothing was said for a while. */
static void calm(struct watch *watch, uint64_t since, struct seen *seen)
{
	while (milliseconds(seen->last > since ? seen->last : since, clock_now()) < QUIET)
		turn(watch, -1, QUIET / 4, seen);
}

/* At first it is said that libvirt is there. */
static void settle(struct watch *watch)
{
	uint64_t begun = clock_now();
	struct seen seen = {0};

	while (!seen.count && milliseconds(begun, clock_now()) < PATIENCE)
		turn(watch, -1, PATIENCE, &seen);
	calm(watch, clock_now(), &seen);
}

/* *ret_end is readable when it has ended. */
static pid_t start(char **command, int *ret_end)
{
	pid_t pid = fork();

	if (pid == 0) {
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execvp(command[0], command);
		_exit(127);
	}
	*ret_end = pidfd_open(pid, 0);
	return pid;
}

int main(int argc, char **argv)
{
	struct rusage command, self, all;
	struct seen seen = {0};
	struct watch *watch;
	uint64_t begun, ended;
	int status, end;
	pid_t pid;

	if (argc < 2 || watch_open(NULL, &watch) < 0)
		return 2;
	settle(watch);
	begun = clock_now();
	pid = start(argv + 1, &end);
	while (!turn(watch, end, 60000, &seen))
		;
	wait4(pid, &status, 0, &command);
	ended = clock_now();
	calm(watch, ended, &seen);
	watch_close(watch);
	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &all);
	printf("{\"what\": [%s], \"count\": %u, \"first\": %.0f, \"last\": %.0f, \"took\": %.0f, "
	       "\"cpu\": %.1f}\n",
	       words_of(seen.kinds), seen.count, milliseconds(begun, seen.first),
	       milliseconds(ended, seen.last), milliseconds(begun, ended),
	       time_of(&self) + time_of(&all) - time_of(&command));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
