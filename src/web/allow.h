/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* What the page may ask for, whoever asks. Pure. */

/*
 * Is `dda WORD...` one of these command lines? Read by the same parser as those that are typed.
 * Returns 0, with *ret_changes: whether it may change something; -EINVAL for one that dda itself
 * would refuse, -EPERM for one that is not allowed, both with an error set.
 */
int allow(const char *const *words, size_t count, bool read_only, bool *ret_changes,
          struct dda_error **ret_error);
