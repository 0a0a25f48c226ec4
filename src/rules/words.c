/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"

void words_add(struct words *words, const char *format, ...)
{
	const char *separator = words->length ? ", " : "";
	char word[512];
	va_list args;
	int length;

	va_start(args, format);
	vsnprintf(word, sizeof(word), translate(format), args);
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

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+:@/"

const char *words_quote(const char *word, struct arena *arena)
{
	size_t length = strlen(word);
	char *quoted, *to;

	if (length > 0 && strspn(word, PLAIN) == length)
		return arena_text(arena, word);
	quoted = to = arena_zeroed(arena, 4 * length + 3);
	if (!quoted)
		return NULL;
	*to++ = '\'';
	for (; *word; word++) {
		if (*word == '\'') {
			memcpy(to, "'\\''", 4);
			to += 4;
		} else {
			*to++ = *word;
		}
	}
	*to = '\'';
	return quoted;
}

const char *words_kib(uint64_t bytes, struct arena *arena)
{
	return arena_format(arena, "%" PRIu64, bytes / 1024 + (bytes % 1024 != 0));
}
