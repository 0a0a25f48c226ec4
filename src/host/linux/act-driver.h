/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/linux.h"

/*
 * The steps that move a function between its host driver, no driver, and vfio-pci. Always by its
 * own driver_override, never by new_id, which would catch equal cards too. While a function is
 * disabled its override is "none", a driver that does not exist, so that nobody takes it meanwhile.
 * (Kernel: Documentation/ABI/testing/sysfs-bus-pci, driver_override, drivers_probe.)
 * Contract as in host.h.
 */
int driver_test(struct linux_host *host, const struct step *step, struct dda_error **ret_error);
int driver_apply(struct linux_host *host, const struct step *step, struct dda_error **ret_error);
int driver_settle(struct linux_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error);

/* The writes that make up a step, in order (pure). Returns 0 or -ENAMETOOLONG. */
struct file_writes;
int driver_writes(const struct step *step, struct file_writes *ret);
