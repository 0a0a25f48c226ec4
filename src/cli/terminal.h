/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

/* The terminal that dda may be running in. */

/* True when a person types what standard input gives. */
bool terminal_is_input(void);

/* True when a person reads standard output. */
bool terminal_is_output(void);

/* With terminal_is_output(): its width in characters, 0 when it does not say. */
unsigned terminal_columns(void);

/* With terminal_is_output(): whether it can show colours; makes it ready for them. */
bool terminal_has_colours(void);
