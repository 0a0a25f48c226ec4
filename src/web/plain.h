/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

/* True for UTF-8 without control characters. Pure. */
bool is_plain_text(const char *text);
