/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What the kernel tells of devices: PCI functions that come, go, or change drivers. */

/* Returns a descriptor that is readable when there is something new, or a negative errno. Needs no
 * rights. */
int device_events_open(void);

/* Reads all that is there. True: something about a PCI function or what hangs on one. */
bool device_events_read(int events);

/* The same of one message. Pure. */
bool device_event_counts(const char *message, size_t size);
