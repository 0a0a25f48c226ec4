/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/hyperv/query.h"

/* What WQL reads out of the literal at `at`; *ret_end points behind it. NULL: it does not end. */
static char *literal_of(const char *at, const char **ret_end)
{
	char *text = malloc(strlen(at) + 1), *to = text;

	MUST(text && *at == '\'');
	for (at++; *at && *at != '\''; at++) {
		if (*at == '\\')
			at++;
		MUST(*at);
		*to++ = *at;
	}
	MUST(*at == '\'');
	*to = '\0';
	*ret_end = at + 1;
	return text;
}

/* No text ends the literal that it stands in. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size), *read;
	struct arena arena = {0};
	const char *query = query_format(&arena, "A = %s AND B = %s;", text, text), *end;

	MUST(query && strncmp(query, "A = ", 4) == 0);
	read = literal_of(query + 4, &end);
	MUST(strcmp(read, text) == 0 && strncmp(end, " AND B = ", 9) == 0);
	free(read);
	read = literal_of(end + 9, &end);
	MUST(strcmp(read, text) == 0 && strcmp(end, ";") == 0);
	free(read);
	arena_free(&arena);
	free(text);
	return 0;
}
