/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/*
 * One PCI function of the host, or a root of its bus. It has up to two device nodes: its own
 * (PCI\...) and, while it is dismounted, that of the proxy driver (PCIP\...); afterwards that one
 * stays behind as a phantom.
 */

/* The instance path of its own node, or of the proxy's; on the heap. */
char *device_path(const json_t *device, bool proxy);

/* The function with this instance path (of either node) or location path; NULL when there is none.
 * *ret_proxy (may be NULL) says whose node it is. */
json_t *device_by_path(const struct host *host, const char *path, bool *ret_proxy);
json_t *device_by_location(const struct host *host, const char *location);

/* True when the node exists, perhaps as a phantom; true when it is no phantom. */
bool device_has_node(const json_t *device, bool proxy);
bool device_is_present(const json_t *device, bool proxy);

/* The problem code of the node: 0, 22 disabled, 45 phantom, ... */
int64_t device_problem(const json_t *device, bool proxy);
