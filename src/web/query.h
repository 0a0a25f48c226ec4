/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#include "base/error.h"

/* What stands behind the "?" of an address: pairs, in their order. */
struct query_pair {
	const char *key, *value;
};

struct query {
	struct query_pair *items;
	size_t count;
	char *text; /* they are pieces of it */
};

/* Takes it apart; `text` may be NULL. Returns 0, or a negative errno with an error set; -EINVAL: it
 * is malformed, or says what no text is. query_deinit() in both cases. Pure. */
int query_parse(const char *text, struct query *ret, struct dda_error **ret_error);

void query_deinit(struct query *query);
