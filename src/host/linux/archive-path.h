/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <limits.h>
#include <stdbool.h>

/*
 * Follows links as the kernel does below a root (openat2, RESOLVE_IN_ROOT). Writes the path that is
 * meant by `path` seen from `folder` into `ret`, without links, dots and a slash at either end;
 * nothing leads above the top. `link_at` says where the link at a path points to, NULL: it is none.
 * `last`: what the last name is a link to is meant, not the link. Returns 0; -ELOOP after 40 links
 * (path_resolution(7)), -ENAMETOOLONG. Pure.
 */
int archive_path(const char *folder, const char *path, bool last,
                 const char *(*link_at)(void *data, const char *path), void *data,
                 char ret[PATH_MAX]);
