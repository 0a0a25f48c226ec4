/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* How much room UTF-8 text takes on a terminal. Pure; bytes that are no UTF-8 take a column each.
 */

/* Columns of the whole text: two for a wide (East Asian) character, none for a combining one. */
size_t text_columns(const char *text);

/* How many bytes of it fit into so many columns; combining characters stay with theirs. */
size_t text_bytes(const char *text, size_t columns);

/*
 * How many bytes the first line takes of a text that is to be wrapped at blanks and begins with
 * none. A first word that is wider than `columns` stays whole, as a line by itself: it may be a
 * command.
 */
size_t text_line(const char *text, size_t columns);
