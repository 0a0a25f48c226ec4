/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/linux.h"
#include "host/snapshot/captured.h"

/*
 * Observes `host` with all there is to want, through an archive that records what that asks for;
 * `flags` as of dda_host_capture(). Returns 0, or a negative errno with an error set.
 */
int linux_capture(struct linux_host *host, unsigned flags, struct dda_snapshot *snapshot,
                  struct dda_error **ret_error);
