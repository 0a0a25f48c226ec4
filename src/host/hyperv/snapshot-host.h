/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "host/host.h"

/*
 * Opens a copy of a Hyper-V host, on any platform: a snapshot (snapshot.h), which it takes over in
 * any case. Nothing can be changed on it. Returns 0, or -ENOMEM with an error set.
 */
int snapshot_host_open(json_t *document, struct dda_host **ret, struct dda_error **ret_error);
