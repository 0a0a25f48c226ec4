/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include "base/arena.h"

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

/*
 * Decodes one line of /etc/fstab (fstab(5)), in place: point "none" and type "swap" for swap space.
 * The numbers are 0. Returns 0, or -EINVAL for a remark and for what is none.
 */
int decode_fstab(char *line, struct mount *ret);

/*
 * Decodes one line of /etc/crypttab (crypttab(5)), in place: the device, and what is made of it.
 * Returns 0 or -EINVAL.
 */
int decode_crypttab(char *line, const char **ret_device, const char **ret_name);

/*
 * The path of a device as those files and the kernel's command line name it: "/dev/sda1", or
 * "UUID=...", "LABEL=..." and others, for which udev keeps links in /dev/disk. NULL: neither, or
 * without memory.
 */
const char *decode_device_name(const char *name, struct arena *arena);

/* The path in one line of /proc/swaps, in place; NULL for the line of headings. */
const char *decode_swap(char *line);
