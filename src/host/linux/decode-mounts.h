/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* A mounted file system; texts lie in the line that was decoded. */
struct mount {
	uint32_t major, minor; /* of its device; major 0: it has none, or several */
	const char *point;     /* "/home" */
	const char *type;      /* "ext4" */
	const char *source;    /* "/dev/sda1", or whatever it was mounted as */
};

/* "259:2": the number of a device. Returns 0 or -EINVAL. */
int decode_device(const char *text, uint32_t *ret_major, uint32_t *ret_minor);

/*
 * Decodes one line of /proc/self/mountinfo (proc(5)), without its newline, in place. Returns 0 or
 * -EINVAL.
 */
int decode_mount(char *line, struct mount *ret);

/* The path in one line of /proc/swaps, in place; NULL for the line of headings. */
const char *decode_swap(char *line);
