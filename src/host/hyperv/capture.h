/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "host/snapshot/captured.h"

/*
 * Makes a snapshot of what was read of a host (evidence.h); `flags` as of dda_host_capture(),
 * `root`: it was read with all rights. Returns 0, or -ENOMEM with an error set.
 */
int hyperv_capture(json_t *evidence, unsigned flags, bool root, struct dda_snapshot *snapshot,
                   struct dda_error **ret_error);
