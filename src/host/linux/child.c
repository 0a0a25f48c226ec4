/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

/* What the child reports when it has ended: a whole pipe write, so never half. */
struct report {
	unsigned failed;
	int error; /* 0: all done */
};

int file_writes_add(struct file_writes *writes, const char *path, const char *value, bool optional)
{
	struct file_write *write = &writes->items[writes->count];

	if ((size_t)snprintf(write->path, sizeof(write->path), "%s", path) >= sizeof(write->path) ||
	    (size_t)snprintf(write->value, sizeof(write->value), "%s", value) >=
	            sizeof(write->value))
		return -ENAMETOOLONG;
	write->optional = optional;
	writes->count++;
	return 0;
}

/* From here to report(): only what is allowed between fork and exit of a process with threads. */
static int write_one(const struct file_write *item)
{
	size_t length = strlen(item->value);
	int fd = open(item->path, O_WRONLY | O_CLOEXEC), r = 0;

	if (fd < 0)
		return errno == ENOENT && item->optional ? 0 : errno;
	if (write(fd, item->value, length) != (ssize_t)length)
		r = errno;
	close(fd);
	return r;
}

static void close_between(int after, int before)
{
	if (after + 1 < before)
		close_range((unsigned)after + 1, (unsigned)before - 1, 0);
}

/* A socket of ours must not live on in a child that is stuck; the lock of its transaction must. */
static void close_all_but(int pipe, int keep)
{
	int low = pipe < keep ? pipe : keep, high = pipe < keep ? keep : pipe;

	close_between(STDERR_FILENO, low);
	close_between(low > STDERR_FILENO ? low : STDERR_FILENO, high);
	close_range((unsigned)high + 1, ~0u, 0);
}

static void write_all(const struct file_writes *writes, int keep, int pipe)
{
	struct report report = {0};

	close_all_but(pipe, keep);
	for (unsigned i = 0; i < writes->count && !report.error; i++)
		report = (struct report){.failed = i, .error = write_one(&writes->items[i])};
	_exit(write(pipe, &report, sizeof(report)) == sizeof(report) ? 0 : 1);
}

int child_begin(const struct file_writes *writes, int keep, pid_t *ret_pid, int *ret_pipe)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		write_all(writes, keep, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return -errno;
	}
	*ret_pid = pid;
	*ret_pipe = ends[0];
	return 0;
}

bool wait_readable(int pipe, uint64_t deadline)
{
	struct pollfd poll_fd = {.fd = pipe, .events = POLLIN};
	uint64_t now;
	int r;

	do {
		now = clock_now();
		r = poll(&poll_fd, 1,
		         now < deadline ? (int)((deadline - now) / (CLOCK_SECOND / 1000)) + 1 : 0);
	} while (r < 0 && errno == EINTR);
	return r > 0;
}

int child_wait(pid_t pid, int pipe, uint64_t deadline, unsigned *ret_failed)
{
	struct report report;
	int r = 0;

	if (!wait_readable(pipe, deadline)) {
		close(pipe);
		return -ETIMEDOUT;
	}
	/* A child that ends without a report was killed. */
	if (read(pipe, &report, sizeof(report)) != sizeof(report))
		report = (struct report){.error = EINTR};
	close(pipe);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (report.error) {
		*ret_failed = report.failed;
		r = -report.error;
	}
	return r;
}
