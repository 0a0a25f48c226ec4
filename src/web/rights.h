/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#include "base/error.h"

/*
 * Gives up whatever the server does not need (Linux): root and its groups, the file system, the
 * network but for what is open, more processes, all open files but the standard ones and `keep`.
 * Who is not root gives up what he can. Returns 0, or a negative errno with an error set: then the
 * server must not go on.
 */
int rights_drop(const int *keep, size_t count, struct dda_error **ret_error);
