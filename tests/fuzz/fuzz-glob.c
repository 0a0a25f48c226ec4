/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "base/text.h"

/* First line: the pattern; the rest: the text. Both long enough would show a match that takes for
 * ever. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *newline = size ? memchr(data, '\n', size) : NULL;
	size_t length = newline ? (size_t)(newline - data) : size;
	char *glob = text_of(data, length);
	char *text = newline ? text_of(newline + 1, size - length - 1) : text_of("", 0);

	if (text_matches(glob, text))
		MUST(text_is_glob(glob) || strlen(glob) <= 2 * strlen(text) + 1);
	MUST(text_matches("*", text));
	free(glob);
	free(text);
	return 0;
}
