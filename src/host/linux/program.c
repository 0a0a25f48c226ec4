/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "host/linux/child.h"

static int begin(const char *const *arguments, int output, pid_t *ret)
{
	posix_spawn_file_actions_t actions;
	int r = posix_spawn_file_actions_init(&actions);

	if (r == 0)
		r = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY,
		                                     0);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
	if (r == 0)
		r = posix_spawnp(ret, arguments[0], &actions, NULL, (char *const *)arguments,
		                 environ);
	posix_spawn_file_actions_destroy(&actions);
	return -r;
}

/* Reads to the end, which comes when the program ends; what does not fit is lost. */
static int read_output(int pipe, char *output, size_t size, uint64_t deadline)
{
	char rest[512];
	size_t used = 0;
	ssize_t n = 1;

	while (n > 0) {
		if (!wait_readable(pipe, deadline))
			return -ETIMEDOUT;
		n = read(pipe, rest, sizeof(rest));
		if (n > 0) {
			size_t fits = size - 1 - used < (size_t)n ? size - 1 - used : (size_t)n;

			memcpy(output + used, rest, fits);
			used += fits;
		}
	}
	output[used] = '\0';
	return n < 0 ? -errno : 0;
}

static int end(pid_t pid, int r)
{
	int status;

	if (r < 0) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, WNOHANG); /* in the kernel it may wait for long */
		return r;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -EINTR;
}

int program_run(const char *const *arguments, char *output, size_t size, uint64_t deadline)
{
	_cleanup_close_ int from = -1, to = -1;
	int ends[2], r;
	pid_t pid;

	*output = '\0';
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	from = ends[0];
	to = ends[1];
	r = begin(arguments, to, &pid);
	if (r < 0)
		return r;
	close(to); /* the program has it now */
	to = -1;
	return end(pid, read_output(from, output, size, deadline));
}
