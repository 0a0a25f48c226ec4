/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

/* The terminal that dda may be running in. */

/* True when a person types what standard input gives. */
bool terminal_is_input(void);

/* True when a person reads standard output. */
bool terminal_is_output(void);

/* With terminal_is_input(): forgets what was typed before it was asked for. */
void terminal_discard_input(void);

/* With terminal_is_input(), which must not be asked for lines besides: true when Enter was pressed.
 * Does not wait for it. */
bool terminal_has_enter(void);

/* True when a line on standard error does not have to wait for somebody to read it. */
bool terminal_takes_errors(void);

/* With terminal_is_output(): its width in characters, 0 when it does not say. */
unsigned terminal_columns(void);

/* With terminal_is_output(): whether it can show colours; makes it ready for them. */
bool terminal_has_colours(void);
