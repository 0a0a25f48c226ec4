/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"

/* `text` (NULL: nothing) as PowerShell takes it: always in single quotes. A text in `arena`, or
 * NULL without memory. */
const char *quote_powershell(struct arena *arena, const char *text);
