/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/error.h>

#include "base/cleanup.h"

static inline void cleanup_error(struct dda_error **error)
{
	dda_error_free(*error);
}
#define _cleanup_error_ _cleanup_(cleanup_error)

/*
 * Stores a new error in *ret_error (nothing when ret_error is NULL) and
 * returns `code`, a negative errno, so that a caller can
 *     return error_set(ret_error, -EPERM, DDA_ERROR_REFUSED, subject, evidence, remedy);
 * The texts are copied; `remedy` may be NULL. An error that is there already is replaced.
 */
int error_set(struct dda_error **ret_error, int code, enum dda_error_kind kind, const char *subject,
              const char *evidence, const char *remedy);

/* The same with the evidence put together as by printf; the remedy comes before it. */
__attribute__((format(printf, 6, 7))) int error_setf(struct dda_error **ret_error, int code,
                                                     enum dda_error_kind kind, const char *subject,
                                                     const char *remedy, const char *format, ...);

/* What an errno means, as strerror() says it on Linux; other C libraries know only the oldest of
 * them. Never NULL. */
const char *error_number_text(int number);

/* Out of memory, said in the one way it is said. Returns -ENOMEM. */
int error_no_memory(struct dda_error **ret_error);

/* Changes the kind of an error that is there, on its way up. NULL is allowed. */
void error_set_kind(struct dda_error *error, enum dda_error_kind kind);
