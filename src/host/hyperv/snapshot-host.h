/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/*
 * Opens a copy of a Hyper-V host: a file with a snapshot (snapshot.h), on any platform. Nothing can
 * be changed on it. Returns 0, or a negative errno with an error set as snapshot_load() does.
 */
int snapshot_host_open(const char *path, struct dda_host **ret, struct dda_error **ret_error);
