/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/linux.h"

/*
 * The steps that change a VM's stored definition, through libvirt: a root port for the card, and
 * its functions behind it, each as the smallest edit libvirt knows (attach and detach of one
 * device). The VM must be off. Contract as in host.h.
 */
int vm_test(struct linux_host *host, const struct step *step, struct dda_error **ret_error);
int vm_apply(struct linux_host *host, const struct step *step, struct dda_error **ret_error);
int vm_settle(struct linux_host *host, const struct step *step, struct dda_error **ret_error);

/* Forgets what was read of VMs. */
void vm_forget_all(struct linux_host *host);
