/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/linux.h"

/*
 * Adds libvirt's VMs to `inventory`, which is not yet finished, and sets its vms_fact. With
 * DDA_WANT_VMS_IF_NEEDED libvirt is asked only when a function may be with a VM: one is bound to a
 * VFIO driver, or a stored definition speaks of host devices. Not reaching libvirt is no failure:
 * the VMs are unknown then, and vms_fact says why. Returns 0 or -ENOMEM.
 */
int read_vms(struct linux_host *host, unsigned want, struct dda_inventory *inventory);

/*
 * Reads the stored definition and the state of one VM into *ret, with texts in `arena`. Returns 0
 * or a negative errno with an error set.
 */
int read_vm(struct linux_host *host, virDomainPtr domain, const char *name, struct arena *arena,
            struct vm *ret, struct dda_error **ret_error);
