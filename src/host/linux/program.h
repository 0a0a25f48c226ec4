/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * Runs a program of the host, found by PATH, with nothing to read, and keeps the beginning of what
 * it prints, errors too, as a text in `output`. `arguments` end with NULL, the first one is its
 * name. Returns its exit status; -ENOENT when it is not installed; -ETIMEDOUT when it did not end
 * before `deadline` (clock_now() time): it was killed then, and what the kernel does for it may go
 * on; -EINTR when it was killed by somebody else; another negative errno.
 */
int program_run(const char *const *arguments, char *output, size_t size, uint64_t deadline);
