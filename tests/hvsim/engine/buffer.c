/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_add_bytes(struct buffer *buffer, const char *bytes, size_t count)
{
	size_t needed = buffer->length + count + 1;

	if (needed > buffer->room) {
		size_t room = needed < 64 ? 128 : needed * 2;
		char *grown = realloc(buffer->text, room);

		if (!grown) {
			buffer->failed = 1;
			return;
		}
		buffer->text = grown;
		buffer->room = room;
	}
	memcpy(buffer->text + buffer->length, bytes, count);
	buffer->length += count;
	buffer->text[buffer->length] = '\0';
}

void buffer_add(struct buffer *buffer, const char *text)
{
	buffer_add_bytes(buffer, text, strlen(text));
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
	char small[256], *text = small;
	va_list args;
	int length;

	va_start(args, format);
	length = __mingw_vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (length >= (int)sizeof(small)) {
		text = malloc((size_t)length + 1);
		if (text) {
			va_start(args, format);
			__mingw_vsnprintf(text, (size_t)length + 1, format, args);
			va_end(args);
		}
	}
	if (text && length >= 0)
		buffer_add_bytes(buffer, text, (size_t)length);
	else
		buffer->failed = 1;
	if (text != small)
		free(text);
}

const char *buffer_text(const struct buffer *buffer)
{
	return buffer->text ? buffer->text : "";
}

char *buffer_take(struct buffer *buffer)
{
	char *text = buffer->text ? buffer->text : strdup("");

	if (buffer->failed) {
		free(text);
		text = NULL;
	}
	*buffer = (struct buffer){0};
	return text;
}

void buffer_done(struct buffer *buffer)
{
	free(buffer->text);
	*buffer = (struct buffer){0};
}

char *text_copy(const char *text, size_t length)
{
	char *copy = malloc(length + 1);

	if (!copy)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}
