/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/process.h"

#include <errno.h>
#include <signal.h>

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
