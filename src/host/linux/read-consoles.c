/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-holders.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "host/linux/decode-console.h"

/* How a person gets at the host beside the network: serial consoles and keyboards. All are
 * warnings. */

static int add_console(const struct root *root, struct dda_inventory *inventory,
                       const struct console *console)
{
	char path[64], target[PATH_MAX];

	snprintf(path, sizeof(path), "sys/dev/char/%" PRIu32 ":%" PRIu32, console->major,
	         console->minor);
	if (root_link_text(root, root->fd, path, target, sizeof(target)) < 0)
		return 0;
	return holder_add(inventory, target,
	                  (struct holder){.kind = HOLDER_CONSOLE,
	                                  .why = _("the kernel's messages go there (console=)"),
	                                  .name = arena_text(&inventory->arena, console->name)});
}

static int read_serial(const struct root *root, struct dda_inventory *inventory)
{
	_cleanup_free_ char *text = NULL;
	struct console console;
	char *rest, *line;

	if (root_read_text(root, "proc/consoles", &text) < 0)
		return 0;
	rest = text;
	while ((line = strsep(&rest, "\n")))
		if (decode_console(line, &console) == 0 &&
		    add_console(root, inventory, &console) < 0)
			return -ENOMEM;
	return 0;
}

static int add_keyboard(struct dda_inventory *inventory, const struct keyboard *keyboard, bool only)
{
	return holder_add(inventory, keyboard->path,
	                  (struct holder){.kind = HOLDER_KEYBOARD,
	                                  .why = only ? _("the host's only one") : NULL,
	                                  .name = arena_format(&inventory->arena, "keyboard (%s)",
	                                                       keyboard->name)});
}

static int read_keyboards(const struct root *root, struct dda_inventory *inventory)
{
	_cleanup_free_ char *text = NULL, *copy = NULL;
	struct keyboard keyboard;
	unsigned count = 0;
	char *rest;

	if (root_read_text(root, "proc/bus/input/devices", &text) < 0)
		return 0;
	copy = rest = strdup(text);
	if (!copy)
		return -ENOMEM;
	while (decode_keyboard(&rest, &keyboard) == 0)
		count++;
	rest = text;
	while (decode_keyboard(&rest, &keyboard) == 0)
		if (add_keyboard(inventory, &keyboard, count == 1) < 0)
			return -ENOMEM;
	return 0;
}

int read_consoles(const struct root *root, struct dda_inventory *inventory)
{
	if (read_serial(root, inventory) < 0 || read_keyboards(root, inventory) < 0)
		return -ENOMEM;
	return 0;
}
