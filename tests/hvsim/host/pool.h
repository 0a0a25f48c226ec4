/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/* What Hyper-V gives out: dismounted functions, GPU partitions, and the services. Lists as
 * provider_list(). */
json_t *pool_pci_express(const struct host *host, const struct wmi_path *path);
json_t *pool_logical_identities(const struct host *host, const struct wmi_path *path);
json_t *pool_gpus(const struct host *host, const struct wmi_path *path);
json_t *pool_pools(const struct host *host, const struct wmi_path *path);
json_t *pool_capabilities(const struct host *host, const struct wmi_path *path);
json_t *pool_switch_capabilities(const struct host *host, const struct wmi_path *path);
json_t *pool_element_capabilities(const struct host *host, const struct wmi_path *path);
json_t *pool_defined_capabilities(const struct host *host, const struct wmi_path *path);
json_t *pool_assignable_service(const struct host *host, const struct wmi_path *path);
json_t *pool_management_service(const struct host *host, const struct wmi_path *path);
json_t *pool_switch_service(const struct host *host, const struct wmi_path *path);

/* The settings to start from ("pci_setting" or "gpu_setting"): Default, Minimum, Maximum,
 * Increment. */
json_t *pool_templates(const struct host *host, const char *setting);
