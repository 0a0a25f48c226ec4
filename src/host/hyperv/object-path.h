/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"

/*
 * Paths of WMI objects: [\\HOST\NAMESPACE:]CLASS.KEY="VALUE",KEY=VALUE...
 * Within a quoted value a backslash stands before backslashes and quotes.
 */

/* The class of the object. Returns a text in `arena`, or NULL when `path` has none (or without
 * memory). */
const char *object_path_class(struct arena *arena, const char *path);

/* The value of key `name`, unescaped. Returns a text in `arena`, or NULL when the path has no such
 * key (or without memory). */
const char *object_path_key(struct arena *arena, const char *path, const char *name);

/* CLASS.KEY="VALUE" with `value` escaped; a text in `arena`, or NULL without memory. */
const char *object_path_make(struct arena *arena, const char *class, const char *key,
                             const char *value);
