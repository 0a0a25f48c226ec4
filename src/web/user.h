/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* Who we run as, in words. */
void user_name(char *ret, size_t size);

/* "linux" or "windows". */
extern const char user_platform[];
