/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/* Win32_PnPEntity, what it has allocated, and its methods. The lists as provider_list(), the
 * methods as provider_call(). */
json_t *pnp_entities(const struct host *host, const struct wmi_path *path);
json_t *pnp_interrupts(const struct host *host, const struct wmi_path *path);
json_t *pnp_memory(const struct host *host, const struct wmi_path *path);
json_t *pnp_allocations(const struct host *host, const struct wmi_path *path);
HRESULT pnp_properties(struct host *host, struct call *call);
HRESULT pnp_enable(struct host *host, struct call *call);
HRESULT pnp_disable(struct host *host, struct call *call);
