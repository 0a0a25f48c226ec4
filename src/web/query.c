/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/query.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "web/plain.h"

#define MAX_PAIRS 512

static int refuse(const char *evidence, struct dda_error **ret_error)
{
	return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, "the address", evidence, NULL);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

/* In place: it gets no longer. Returns 0 or -EINVAL. */
static int decode(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		int high, low;

		if (*from != '%') {
			*to++ = *from == '+' ? ' ' : *from;
			continue;
		}
		high = hex_digit(from[1]);
		low = high < 0 ? -1 : hex_digit(from[2]);
		if (low < 0)
			return -EINVAL;
		*to++ = (char)(high << 4 | low);
		from += 2;
		if (to[-1] == '\0')
			return -EINVAL;
	}
	*to = '\0';
	return 0;
}

static int add_pair(struct query *query, char *text, struct dda_error **ret_error)
{
	char *value = strchr(text, '=');
	struct query_pair *pair;

	if (!value || query->count >= MAX_PAIRS)
		return refuse("its query is not made of KEY=VALUE", ret_error);
	*value++ = '\0';
	if (decode(text) < 0 || decode(value) < 0 || !is_plain_text(text) || !is_plain_text(value))
		return refuse("its query is no plain UTF-8 text", ret_error);
	pair = ARRAY_ADD(query);
	if (!pair)
		return error_no_memory(ret_error);
	*pair = (struct query_pair){text, value};
	return 0;
}

int query_parse(const char *text, struct query *ret, struct dda_error **ret_error)
{
	char *next;
	int r = 0;

	*ret = (struct query){.text = strdup(text ? text : "")};
	if (!ret->text)
		return error_no_memory(ret_error);
	next = ret->text;
	while (r == 0 && next && *next) {
		char *pair = next;

		next = strchr(pair, '&');
		if (next)
			*next++ = '\0';
		r = add_pair(ret, pair, ret_error);
	}
	return r;
}

void query_deinit(struct query *query)
{
	free(query->items);
	free(query->text);
}
