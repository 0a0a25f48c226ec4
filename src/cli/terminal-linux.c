/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/terminal.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"

bool terminal_is_input(void)
{
	return isatty(STDIN_FILENO);
}

bool terminal_is_output(void)
{
	return isatty(STDOUT_FILENO);
}

static bool is_ready(int fd, short events)
{
	struct pollfd poll_fd = {.fd = fd, .events = events};

	return poll(&poll_fd, 1, 0) == 1 && poll_fd.revents == events;
}

void terminal_discard_input(void)
{
	tcflush(STDIN_FILENO, TCIFLUSH);
}

bool terminal_has_enter(void)
{
	char line[64];
	ssize_t n = is_ready(STDIN_FILENO, POLLIN) ? read(STDIN_FILENO, line, sizeof(line)) : 0;

	return n > 0 && memchr(line, '\n', (size_t)n);
}

bool terminal_takes_errors(void)
{
	return is_ready(STDERR_FILENO, POLLOUT);
}

unsigned terminal_columns(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool terminal_has_colours(void)
{
	const char *terminal = getenv("TERM");

	return terminal && !text_equal(terminal, "dumb");
}
