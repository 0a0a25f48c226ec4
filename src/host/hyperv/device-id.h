/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"

/*
 * Device instance paths: PCI\VEN_10DE&...\INSTANCE while the host has the device, and the same with
 * PCIP\ in front while it is dismounted. The nodes of both may be there; one at most is present.
 */

/* The part behind "PCI\" or "PCIP\", which is the same for both; NULL for all other devices. */
const char *device_id_tail(const char *id);

/* True for a PCIP\ path. */
bool device_id_is_dismounted(const char *id);

/* The PCI\ path of a device; a text in `arena`, or NULL without memory. `id` is either path. */
const char *device_id_on_host(struct arena *arena, const char *id);

/*
 * The device path in the path of a Msvm_PciExpress, whose DeviceID is "Microsoft:ID\PCIP\VEN_...".
 * A text in `arena`, or NULL when there is none in it.
 */
const char *device_id_of_object(struct arena *arena, const char *path);

/* Order of devices whatever the enumerator, upper and lower case alike: as strcmp(). */
int device_id_compare(const char *a, const char *b);

/* True when the Win32_PnPEntity is there now, and is not only remembered. */
bool device_is_present(const json_t *entity);
