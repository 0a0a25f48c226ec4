/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"
#include "web/query.h"

/*
 * The command line that a request stands for. Pure, and strict: what is not in the tables is
 * refused. Whether dda takes the line, and whether the page may ask for it, is not said here
 * (web/allow.h).
 */
struct line {
	char **items;
	size_t count;
	char *shown; /* as a person would type it; NULL without memory */
};

/* `dda --json COMMAND`, with what the query says. Returns 0, or a negative errno with an error set;
 * line_deinit() in both cases. */
int line_of_query(const char *command, const struct query *query, struct line *ret,
                  struct dda_error **ret_error);

/* The body of POST plan (`run` is false: nothing is done) and of POST run. */
int line_of_body(const json_t *body, bool run, struct line *ret, struct dda_error **ret_error);

void line_deinit(struct line *line);

static inline const char *const *line_words(const struct line *line)
{
	return (const char *const *)line->items;
}
