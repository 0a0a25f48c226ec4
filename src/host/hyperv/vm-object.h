/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "host/hyperv/act.h"

/* The objects of WMI that make up a VM, as they are now. All results are references of the
 * caller's; errors have the VM as subject. */

/* The VM itself (Msvm_ComputerSystem). -ENOENT: it is gone. */
int vm_object(struct hyperv_live *live, const char *vm, json_t **ret, struct dda_error **ret_error);

/* Its settings in force (Msvm_VirtualSystemSettingData), and those of its memory. */
int vm_object_settings(struct hyperv_live *live, const char *vm, json_t **ret,
                       struct dda_error **ret_error);
int vm_object_memory(struct hyperv_live *live, const char *vm, json_t **ret,
                     struct dda_error **ret_error);

/*
 * The entry of a device in the VM's configuration (Msvm_PciExpressSettingData); *ret is NULL when
 * it has none.
 */
int vm_object_device(struct hyperv_live *live, const char *vm, const struct device_name *device,
                     json_t **ret, struct dda_error **ret_error);
