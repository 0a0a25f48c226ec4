/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

enum vm_state { VM_RUNNING = 2, VM_OFF = 3, VM_SAVED = 6, VM_PAUSED = 9 };

/* Path of an instance of a class of Hyper-V with these values, on the heap. */
char *vm_path(const char *class, const json_t *values);

/* The VM with this GUID, or that the settings InstanceID ("Microsoft:GUID", with or without more
 * behind it) belong to; NULL when there is none. */
json_t *vm_by_id(const struct host *host, const char *id);
json_t *vm_by_settings_id(const struct host *host, const char *instance_id);

/* Values of its Msvm_ComputerSystem. */
json_t *vm_values(const struct host *host, const json_t *vm);

/* Lists, as provider_list(). */
json_t *vm_systems(const struct host *host, const struct wmi_path *path);
json_t *vm_settings(const struct host *host, const struct wmi_path *path);
json_t *vm_memory(const struct host *host, const struct wmi_path *path);
json_t *vm_processors(const struct host *host, const struct wmi_path *path);
json_t *vm_pci_settings(const struct host *host, const struct wmi_path *path);
json_t *vm_gpu_settings(const struct host *host, const struct wmi_path *path);
json_t *vm_settings_define_state(const struct host *host, const struct wmi_path *path);
json_t *vm_components(const struct host *host, const struct wmi_path *path);
