/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/* The machine around the devices: lists as provider_list(), methods as provider_call(). */
json_t *system_operating_system(const struct host *host, const struct wmi_path *path);
json_t *system_computer(const struct host *host, const struct wmi_path *path);
json_t *system_processors(const struct host *host, const struct wmi_path *path);
json_t *system_disk_drives(const struct host *host, const struct wmi_path *path);
json_t *system_storage_disks(const struct host *host, const struct wmi_path *path);
json_t *system_network_adapters(const struct host *host, const struct wmi_path *path);
json_t *system_routes(const struct host *host, const struct wmi_path *path);
json_t *system_ethernet_ports(const struct host *host, const struct wmi_path *path);
HRESULT registry_dword(struct host *host, struct call *call);
HRESULT registry_string(struct host *host, struct call *call);
HRESULT registry_keys(struct host *host, struct call *call);
HRESULT registry_values(struct host *host, struct call *call);
