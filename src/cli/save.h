/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * Writes a file in one go: under another name first, so that under this one there is either all of
 * it or what was there before. Without `replace` a file that is there stays, and -EEXIST is
 * returned. Returns 0 or a negative errno, with an error set.
 */
int save_file(const char *path, const void *bytes, size_t size, bool replace,
              struct dda_error **ret_error);

/* The platform's half: the same without words. */
int save_bytes(const char *path, const void *bytes, size_t size, bool replace);

/* Makes standard output take bytes as they are. */
void save_to_output(void);
