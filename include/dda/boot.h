/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_BOOT_H
#define DDA_BOOT_H

#include <stdbool.h>

#include <dda/error.h>
#include <dda/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How the host stands to the record of what is to stay dismounted over its restart. */
struct dda_boot;

/**
 * Makes @host what the record says, as far as nobody is hurt: a function that is to stay
 * dismounted, is the very device on record and has no driver yet is dismounted; one that a copy of
 * the record (the initramfs') dismounted, and that is not on record any more, returns to the host.
 * What the host's driver has is left to it. To be called when the host starts, and when devices
 * appear.
 * @device: look at the function with that address only ("0000:01:00.0"); NULL: at all.
 *
 * Returns: 0 with *@ret owned by the caller (dda_boot_free()), whatever became of each; with
 * *@ret_error set: -EROFS on a copy of a host, -EINVAL when @device is no address, as
 * dda_host_observe(), -EPROTO or another negative errno when the record can't be read, -ENOMEM.
 */
int dda_boot(struct dda_host *host, const char *device, struct dda_boot **ret,
             struct dda_error **ret_error);

/**
 * The same without doing anything. Nothing is there to be seen on a copy of a host.
 *
 * Returns: as dda_boot().
 */
int dda_boot_look(struct dda_host *host, struct dda_boot **ret, struct dda_error **ret_error);

/** Returns: true when all that is to be dismounted is. */
bool dda_boot_is_complete(const struct dda_boot *boot);

/**
 * Takes all functions of the slot with that place (@location: location path of one of them) off the
 * record; refused while one is dismounted, for then a release does that.
 *
 * Returns: 0; with *@ret_error set: -ENOENT when it is not on record, -EBUSY when it is dismounted,
 * as dda_boot().
 */
int dda_boot_forget(struct dda_host *host, const char *location, struct dda_error **ret_error);

/** Frees @boot. NULL is allowed. */
void dda_boot_free(struct dda_boot *boot);

#ifdef __cplusplus
}
#endif
#endif
