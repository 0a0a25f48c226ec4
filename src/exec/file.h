/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* What is done with the files of the folder (folder.h), on all platforms the same. */

/* Writes the whole text. Returns 0 or a negative errno. */
int file_write_all(int fd, const char *text);

/* Reads the rest of the file: a heap block. Returns 0 or a negative errno; -EFBIG. */
int file_read_all(int fd, char **ret, size_t *ret_size);

/* As file_claim() for this process alone, but waits that long. */
int file_claim_within(int fd, unsigned seconds);
