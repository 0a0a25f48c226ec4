/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

/*
 * open_memstream() for the tests, where the C library has none: a file, which fclose() (the linker
 * puts ours before the library's: --wrap) reads back. One at a time. Included on the command line.
 */
FILE *open_memstream(char **ret_text, size_t *ret_size);
