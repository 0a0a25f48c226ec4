/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "view/view.h"

/*
 * Writes the cleaned text and ends the line. On a terminal its words are wrapped: the first line
 * begins in column `column`, where the cursor is, the others behind `indent` blanks. Elsewhere it
 * is one line, for grep and the like. NULL writes nothing but the end of the line.
 */
void text_wrap(const char *text, unsigned column, unsigned indent, const struct view_style *style,
               FILE *out);
