/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/*
 * Which function is in which VM's settings: a VM has a list "pci" of settings, each with its values
 * and the path of the function's Msvm_PciExpress in HostResource.
 */

/* Values of that Msvm_PciExpress; NULL unless the function is dismounted and the instance there. */
json_t *assignment_host_instance(const struct host *host, const json_t *device);

/* The function whose Msvm_PciExpress instance is at `path` now, or NULL. */
json_t *assignment_resolve(const struct host *host, const char *path);

/* The function that a setting is for, dismounted or not; NULL for one that is gone. */
json_t *assignment_device(const struct host *host, const json_t *setting);

/* The VM and setting that has `device`, or NULL. */
json_t *assignment_of(const struct host *host, const json_t *device, json_t **ret_setting);

/* Adds a setting for `device` to `vm`; `wished` (or NULL) has values in place of the defaults.
 * Returns the setting. */
json_t *assignment_add(struct host *host, json_t *vm, const json_t *device, const json_t *wished);

/* For a description: the function at `location` is dismounted and belongs to `vm`. Returns 0,
 * -ENOENT. */
int assignment_describe(struct host *host, json_t *vm, const char *location);
