/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* What the page may ask for, whoever asks. Pure. */

struct allowed {
	bool changes;     /* it may change something */
	unsigned seconds; /* so long it may take; 0: as long as it takes */
};

/* The longest command line, with all the ends of its words. */
#define ALLOW_BYTES 32768
#define ALLOW_WORDS 1024

/*
 * Is `dda WORD...` one of these command lines? Read by the same parser as those that are typed.
 * Returns 0; -EINVAL for one that dda itself would refuse, -EPERM for one that is not allowed,
 * -E2BIG for one that is too long, each with an error set.
 */
int allow(const char *const *words, size_t count, bool read_only, struct allowed *ret,
          struct dda_error **ret_error);
