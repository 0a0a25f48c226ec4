/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
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
