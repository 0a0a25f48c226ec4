/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* Where the kernel's messages go; the name lies in the line that was decoded. */
struct console {
	const char *name; /* "ttyS4" */
	uint32_t major, minor;
};

/* Decodes one line of /proc/consoles (proc(5)), in place. Returns 0 or -EINVAL. */
int decode_console(char *line, struct console *ret);

/* A keyboard; its texts lie in the text that was decoded. */
struct keyboard {
	const char *name; /* "Logitech USB Keyboard" */
	const char *path; /* "/devices/pci0000:00/..." */
};

/*
 * The next keyboard in /proc/bus/input/devices, from *rest on, which moves behind it. One with an
 * Alt key is one: mice and buttons have keys, too, but the kernel's SysRq asks for that
 * (drivers/tty/sysrq.c). Returns 0, or -ENOENT: no more.
 */
int decode_keyboard(char **rest, struct keyboard *ret);
