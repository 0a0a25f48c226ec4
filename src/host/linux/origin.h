/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/function.h"

/*
 * How a function stood before dda took it from the host: one small text file per function in
 * /run/dda/origin, named by its address. It lives as long as the bindings do: until the next boot.
 * A record names the device it was made for; one of another device is passed over.
 */
#define ORIGIN_FOLDER "run/dda/origin"

/*
 * Reads the record of `function`, whose ids must be known, from the folder of the records, a
 * descriptor or why there is none (a negative errno). Texts go to `arena`.
 */
struct origin origin_read(const struct root *root, int folder, const struct dda_function *function,
                          struct arena *arena);

/* Decodes a record (pure). Returns 0, -EINVAL when it is none, -ESTALE for another device, -ENOMEM.
 */
int origin_decode(const char *text, const struct dda_function *function, struct arena *arena,
                  struct origin *ret);

/*
 * Writes a record, durable against a crash of the process: temporary file, then rename.
 * The device's ids are read from `root`. Returns 0 or a negative errno.
 */
int origin_write(const struct root *root, struct address address, const char *driver,
                 const char *override, bool persistence);

/* True when the record of that function says that NVIDIA's persistence mode was on. */
bool origin_has_persistence(const struct root *root, struct address address);

/* Forgets the record. Returns 0, also when there is none, or a negative errno. */
int origin_forget(struct address address);
