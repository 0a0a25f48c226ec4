/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"

/* `text` (NULL: nothing) as PowerShell takes it: always in single quotes. A text in `arena`, or
 * NULL without memory. */
const char *quote_powershell(struct arena *arena, const char *text);

/* `text` as one word of a command line of Windows, as its C library takes them apart: always in
 * double quotes. A text in `arena`, or NULL without memory. */
const char *quote_argument(struct arena *arena, const char *text);
