/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* A text that grows. A zeroed one is empty; without memory it stays as it was and says so at the
 * end. */
struct buffer {
	char *text;
	size_t length, room;
	int failed;
};

void buffer_add(struct buffer *buffer, const char *text);
void buffer_add_bytes(struct buffer *buffer, const char *bytes, size_t count);
__attribute__((format(gnu_printf, 2, 3))) void buffer_format(struct buffer *buffer,
                                                             const char *format, ...);

/* What is in it, never NULL; until the next change. */
const char *buffer_text(const struct buffer *buffer);

/* The text itself, to be freed, and an empty buffer; NULL when memory ran out on the way. */
char *buffer_take(struct buffer *buffer);

/* Frees it. */
void buffer_done(struct buffer *buffer);

/* The first `length` bytes of `text` on the heap; NULL without memory. */
char *text_copy(const char *text, size_t length);
