/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cli/process.h"

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

int main(int argc, char **argv)
{
	occupy_standard_files();
	/* Whoever closes a pipe must not end a transaction half-way. */
	signal(SIGPIPE, SIG_IGN);
	return process_main(argc, argv);
}
