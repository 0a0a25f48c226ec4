/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

/* Plain text, as the help has it, in the macros of man(7). */

/* One line that is no macro: what looks like an option, and "dda ..." in quotes, is bold. */
void roff_text(const char *text, FILE *out);

/* Paragraphs: a line that ends a sentence ends one, one that begins with a blank stays a line. */
void roff_paragraphs(const char *text, FILE *out);

/* What is typed, to the letter. */
void roff_typed(const char *text, FILE *out);

/* A usage line: words in capitals stand for something, others are typed so. */
void roff_usage(const char *usage, FILE *out);
