/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"

/*
 * A WQL query out of `format`, in which one or two %s stand for string literals: `a` and `b` (NULL
 * when there is no second) come into it quoted and escaped (W32, WmiSdk "WQL": a backslash before
 * backslashes and quotes). A text in `arena`, or NULL without memory.
 */
__attribute__((format_arg(2))) const char *query_format(struct arena *arena, const char *format,
                                                        const char *a, const char *b);
