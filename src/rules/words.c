/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/words.h"

#include <stdarg.h>
#include <stdio.h>

void words_add(struct words *words, const char *format, ...)
{
	const char *separator = words->length ? ", " : "";
	char word[512];
	va_list args;
	int length;

	va_start(args, format);
	vsnprintf(word, sizeof(word), format, args);
	va_end(args);
	words->count++;
	length = snprintf(words->text + words->length, sizeof(words->text) - words->length, "%s%s",
	                  separator, word);
	if (length < 0 || (size_t)length >= sizeof(words->text) - words->length) {
		words->text[words->length] = '\0';
		words->left_out++;
	} else {
		words->length += (size_t)length;
	}
}

const char *words_end(const struct words *words, struct arena *arena)
{
	if (words->left_out)
		return arena_format(arena, "%s and %u more", words->text, words->left_out);
	return arena_text(arena, words->text);
}
