/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/*
 * A closed standard output must not end up as the number of a sysfs file that is opened later.
 * Opened for the wrong direction, it still fails as a closed one does.
 */
static void occupy_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void process_hold_signals(void)
{
	/* Not stopped either: a terminal does that to who writes or reads in the background. */
	static const int held[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU};
	sigset_t signals;

	sigemptyset(&signals);
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		sigaddset(&signals, held[i]);
	sigprocmask(SIG_BLOCK, &signals, NULL);
}

bool process_is_interrupted(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM) ||
	        sigismember(&pending, SIGQUIT));
}

bool process_lost_reader(int error)
{
	return error == EPIPE;
}

int main(int argc, char **argv)
{
	occupy_standard_files();
	/* Whoever closes a pipe must not end a transaction half-way. */
	signal(SIGPIPE, SIG_IGN);
	return process_main(argc, argv);
}
