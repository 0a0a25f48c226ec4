/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/query.h"

#include <string.h>

static const char *literal(struct arena *arena, const char *text)
{
	char *quoted = arena_zeroed(arena, 2 * strlen(text) + 3), *to = quoted;

	if (!quoted)
		return NULL;
	*to++ = '\'';
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			*to++ = '\\';
		*to++ = *text;
	}
	*to = '\'';
	return quoted;
}

const char *query_format(struct arena *arena, const char *format, const char *a, const char *b)
{
	const char *first = literal(arena, a), *second = b ? literal(arena, b) : "";
	const char *place = strstr(format, "%s"), *next = place + 2;
	const char *other = strstr(next, "%s");

	if (!first || !second)
		return NULL;
	if (!other)
		return arena_format(arena, "%.*s%s%s", (int)(place - format), format, first, next);
	return arena_format(arena, "%.*s%s%.*s%s%s", (int)(place - format), format, first,
	                    (int)(other - next), next, second, other + 2);
}
