/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/cli.h"
#include "view/view.h"

/* What a reading command makes of an inventory. */
typedef int (*reading_function)(const struct invocation *invocation,
                                const struct dda_inventory *inventory, json_t **ret,
                                struct dda_error **ret_error);

/* Opens the host and observes it for `want` (enum dda_want). Returns 0 or a negative errno with an
 * error set. */
int reading_look(const struct invocation *invocation, unsigned want, struct dda_host **ret_host,
                 struct dda_inventory **ret, struct dda_error **ret_error);

/* What was looked at with DDA_WANT_DETAILS_LATER, and its details when they are needed: `prepare`
 * of struct view_survey. */
struct look {
	struct dda_host *host;
	struct dda_inventory *inventory;
};

int reading_describe(void *look, size_t function, struct dda_error **ret_error);

/* Observes the host for `want` (enum dda_want) and prints what `build` makes of it. `status`, when
 * not NULL, gets the exit status out of the document. Returns the exit status. */
int reading_run(const struct invocation *invocation, unsigned want, reading_function build,
                int (*status)(const struct invocation *invocation, const json_t *document));
