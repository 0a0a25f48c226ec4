/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-console.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "host/linux/decode-mounts.h"

int decode_console(char *line, struct console *ret)
{
	char *name = strsep(&line, " "), *number = line ? strrchr(line, ' ') : NULL;
	struct console console = {.name = name};

	if (!number || *name == '\0' ||
	    decode_device(number + 1, &console.major, &console.minor) < 0)
		return -EINVAL;
	*ret = console;
	return 0;
}

/* N: Name="..." */
static const char *unquote(char *text)
{
	text[strcspn(text, "\"")] = '\0';
	return text;
}

int decode_keyboard(char **rest, struct keyboard *ret)
{
	struct keyboard keyboard = {0};
	char *line;

	while ((line = strsep(rest, "\n"))) {
		const char *handlers = text_after(line, "H: Handlers=");

		if (*line == '\0')
			keyboard = (struct keyboard){0};
		else if (text_after(line, "N: Name=\""))
			keyboard.name = unquote(line + strlen("N: Name=\""));
		else if (text_after(line, "S: Sysfs="))
			keyboard.path = line + strlen("S: Sysfs=");
		if (!handlers || !keyboard.name || !keyboard.path ||
		    !text_has_word(handlers, "sysrq"))
			continue;
		*ret = keyboard;
		return 0;
	}
	return -ENOENT;
}
