/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "web/allow.h"

#define NOT_STARTED 127

/* From here to exec: only what is allowed in the child of a process with threads. */
static void child(const char *const *argv, int output, int errors, uint64_t limit)
{
	const struct rlimit size = {limit, limit}, core = {0, 0};
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	setsid();
	setrlimit(RLIMIT_CORE, &core);
	if (limit)
		setrlimit(RLIMIT_FSIZE, &size);
	if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
	    dup2(errors, STDERR_FILENO) >= 0 && sigprocmask(SIG_SETMASK, &none, NULL) == 0)
		execv("/proc/self/exe", (char *const *)argv);
	_exit(NOT_STARTED);
}

static int begin(struct command_line *command, const char *const *argv, uint64_t limit)
{
	_cleanup_close_ int output = memfd_create("dda-answer", MFD_CLOEXEC);
	_cleanup_close_ int from = -1, to = -1;
	int ends[2];
	pid_t pid;

	if (output < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	from = ends[0];
	to = ends[1];
	if (fcntl(from, F_SETFL, O_NONBLOCK) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		child(argv, output, to, limit);
	if (pid < 0)
		return -errno;
	*command = (struct command_line){.pid = pid, .errors = from, .output = output};
	from = output = -1;
	return 0;
}

int command_line_begin(struct command_line *command, const char *host, const char *const *words,
                       size_t count, uint64_t limit)
{
	const char *argv[ALLOW_WORDS + 4] = {"dda"};
	size_t used = 1;

	if (count > ALLOW_WORDS)
		return -E2BIG;
	if (host) {
		argv[used++] = "--host";
		argv[used++] = host;
	}
	memcpy(argv + used, words, count * sizeof(*words));
	argv[used + count] = NULL;
	return begin(command, argv, limit);
}

/* One byte after the other: few lines are written, and none must be lost between two reads. */
int command_line_read(struct command_line *command)
{
	ssize_t n;
	char byte;

	while ((n = read(command->errors, &byte, 1)) == 1) {
		if (byte != '\n' && byte != '\0')
			command->line[command->used++] = byte;
		if (byte != '\n' && command->used < sizeof(command->line) - 1)
			continue;
		command->line[command->used] = '\0';
		command->used = 0;
		return 1;
	}
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -EPIPE;
}

bool command_line_has_ended(struct command_line *command, int *ret_status)
{
	int status;

	if (waitpid(command->pid, &status, WNOHANG) != command->pid)
		return false;
	command->pid = 0;
	if (WIFEXITED(status))
		*ret_status = WEXITSTATUS(status) == NOT_STARTED ? -ENOEXEC : WEXITSTATUS(status);
	else
		*ret_status = WTERMSIG(status) == SIGXFSZ ? -EFBIG : -EINTR;
	return true;
}

void command_line_kill(const struct command_line *command)
{
	/* Its session is a process group too, once it has made one. */
	if (command->pid > 0 && kill(-command->pid, SIGKILL) < 0)
		kill(command->pid, SIGKILL);
}

void command_line_deinit(struct command_line *command)
{
	if (command->errors >= 0)
		close(command->errors);
	if (command->output >= 0)
		close(command->output);
	command->errors = command->output = -1;
}
