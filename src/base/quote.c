/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/quote.h"

#include "base/text.h"

/* What PowerShell takes for a single quote, U+2018 to U+201B too; its length, 0 for anything else.
 */
static size_t quote_length(const char *text)
{
	if (*text == '\'')
		return 1;
	return text_after(text, "\xe2\x80") && (unsigned char)text[2] >= 0x98 &&
	                       (unsigned char)text[2] <= 0x9b
	               ? 3
	               : 0;
}

/* In PowerShell's single quotes only quotes themselves have to be doubled. */
const char *quote_powershell(struct arena *arena, const char *text)
{
	char *all = arena_zeroed(arena, 2 * (text ? strlen(text) : 0) + 3), *to = all;

	if (!all)
		return NULL;
	*to++ = '\'';
	while (text && *text) {
		size_t quote = quote_length(text), length = quote ? quote : 1;

		memcpy(to, text, quote);
		memcpy(to + quote, text, length);
		to += quote + length;
		text += length;
	}
	*to = '\'';
	return all;
}

/* Where a quote or the end follows, backslashes count double; elsewhere they are themselves. */
const char *quote_argument(struct arena *arena, const char *text)
{
	char *all = arena_zeroed(arena, 2 * strlen(text) + 3), *to = all;

	if (!all)
		return NULL;
	*to++ = '"';
	for (;;) {
		size_t slashes = strspn(text, "\\"), more;

		text += slashes;
		more = *text == '"' ? slashes + 1 : *text ? 0 : slashes;
		memset(to, '\\', slashes + more);
		to += slashes + more;
		if (!*text)
			break;
		*to++ = *text++;
	}
	*to = '"';
	return all;
}
