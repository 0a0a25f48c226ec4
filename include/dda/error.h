/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_ERROR_H
#define DDA_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * DOC: errors towards people
 *
 * A call that can fail returns a negative errno and, where it takes a
 * `struct dda_error **`, stores there what a person needs: what it is about,
 * what happened, and what to do. The caller owns a stored error and frees it.
 */
struct dda_error;

/** What kind of answer an error is. The numbers are the exit statuses of the command line. */
enum dda_error_kind {
	DDA_ERROR_REFUSED = 1, /**< the answer is no; nothing was changed */
	DDA_ERROR_USAGE = 2,   /**< the request itself is malformed; nothing was changed */
	DDA_ERROR_FAILED = 3,  /**< something failed; what was changed is undone */
	DDA_ERROR_LEFT = 4,    /**< something failed, and not all of it could be undone */
	DDA_ERROR_BUSY = 5,    /**< another transaction is going on; nothing was changed */
};

/** Returns: the kind of @error. */
enum dda_error_kind dda_error_kind(const struct dda_error *error);

/** Returns: what it is about (a device, a VM, a file), never NULL. Owned by @error. */
const char *dda_error_subject(const struct dda_error *error);

/** Returns: what happened, with the evidence, never NULL. Owned by @error. */
const char *dda_error_evidence(const struct dda_error *error);

/** Returns: what to do about it, or NULL when nobody knows. Owned by @error. */
const char *dda_error_remedy(const struct dda_error *error);

/** Frees @error. NULL is allowed. Returns: NULL. */
struct dda_error *dda_error_free(struct dda_error *error);

#ifdef __cplusplus
}
#endif
#endif
