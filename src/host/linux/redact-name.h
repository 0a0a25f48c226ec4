/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "host/linux/redact.h"

/*
 * Names that tell whose host it is, and stand in other names: the host's own (logical volumes are
 * called after it), links to disks by their serial numbers and file systems (/dev/disk/by-id),
 * network interfaces that are called by their MAC address (enx001122334455). Each is replaced by
 * another one wherever it stands as a word, in paths as in what is in files, so that what leads
 * from one to the other still does. Returns 0 or -ENOMEM.
 */
int redact_names(json_t *document, const char *host_name, struct redacted *redacted);
