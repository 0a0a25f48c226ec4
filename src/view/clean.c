/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/clean.h"

#include <string.h>

#include "base/cleanup.h"

/* Length of the unwanted character that `p` begins with, 0 for a harmless one. */
static size_t unwanted(const unsigned char *p)
{
	if (p[0] < 0x20 || p[0] == 0x7f)
		return 1;
	if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f) /* C1 controls */
		return 2;
	if (p[0] != 0xe2)
		return 0;
	if (p[1] == 0x80 && ((p[2] >= 0x8b && p[2] <= 0x8f) || (p[2] >= 0xa8 && p[2] <= 0xae)))
		return 3; /* U+200B to 200F, U+2028 to 202E */
	return p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9 ? 3 : 0; /* U+2066 to 2069 */
}

void text_clean(char *text)
{
	char *to = text;

	while (*text) {
		size_t length = unwanted((const unsigned char *)text);

		*to++ = length ? '?' : *text;
		text += length ? length : 1;
	}
	*to = '\0';
}

void text_put(const char *text, FILE *out)
{
	_cleanup_free_ char *copy = text ? strdup(text) : NULL;

	if (!copy)
		return;
	text_clean(copy);
	fputs(copy, out);
}
