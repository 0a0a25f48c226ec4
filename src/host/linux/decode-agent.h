/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes answers of the QEMU guest agent (QEMU: qga/qapi-schema.json), as libvirt hands them on.
 * They come from inside a guest, so nothing in them is believed. Each returns 0; -EINVAL when it is
 * no such answer; -ENOMEM.
 */

/* guest-get-osinfo: "windows", or "linux" for all that does not say otherwise; a constant. */
int decode_agent_system(const char *json, const char **ret);

/* A number: the answer itself (guest-file-open) or, with `key`, in it (guest-exec: "pid"). */
int decode_agent_number(const char *json, const char *key, int64_t *ret);

/* guest-file-read: a heap text. NUL bytes end it. */
int decode_agent_file(const char *json, char **ret);

/* guest-exec-status. */
struct agent_exit {
	bool exited;
	int code;
	char *output; /* heap; "" for none */
};
int decode_agent_exit(const char *json, struct agent_exit *ret);
