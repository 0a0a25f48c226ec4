/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec/folder.h"
#include "exec/stay.h"

/*
 * The file with what is to stay dismounted (stay.h). It is replaced as a whole, once for a
 * transaction, as its last act: so it says how things were before the transaction or how they are
 * after it, nothing between.
 */
#define KEEP_NAME "dismounted"

/* Reads it. Returns 0; -ENOENT when there is none (then nothing ever stayed); a negative errno. */
int keep_load(const struct folder *folder, struct stays *ret);

/* Makes it what it is when `plan` is done; on disk when this returns. Returns 0, or a negative
 * errno with an error set. */
int keep_commit(const struct folder *folder, const struct dda_plan *plan,
                struct dda_error **ret_error);

/* True when it says already what it is to say when `plan` is done. */
bool keep_agrees(const struct folder *folder, const struct dda_plan *plan);

/* Takes all functions of that slot out. Returns whether there was one, or a negative errno with an
 * error set. */
int keep_forget(const struct folder *folder, const char *location, struct dda_error **ret_error);
