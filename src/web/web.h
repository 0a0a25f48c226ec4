/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

#include "base/error.h"

/* The page and its API (docs/api.md), as "dda web" serves them. */
struct web_options {
	const char *host;   /* what --host said, or NULL */
	const char *listen; /* NULL: 127.0.0.1 */
	unsigned port;      /* 0: any that is free */
	bool read_only, open;
	const char *certificate, *key; /* files, or NULL */
};

/* Serves until a signal ends it. Returns the exit status, or a negative errno with an error set. */
int web_run(const struct web_options *options, struct dda_error **ret_error);
