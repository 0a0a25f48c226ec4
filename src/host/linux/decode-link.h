/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/address.h"

#define LINK_STEPS_MAX 32

/* Where a function hangs: its root bus, and the functions from there down to itself. */
struct device_link {
	uint32_t root_domain;
	uint8_t root_bus;
	char root[32]; /* "pci0000:00" */
	struct address steps[LINK_STEPS_MAX];
	unsigned count;
	unsigned root_offset; /* where in the text the root's name begins */
};

/*
 * Decodes what a link in /sys/bus/pci/devices points to:
 * "../../../devices/pci0000:00/0000:00:03.0/0000:01:00.0". A second root bus on the way (behind
 * Intel VMD) begins anew. Components that are neither are passed over. Returns 0, or -EINVAL when
 * there is no root bus with a function below it.
 */
int decode_link(const char *target, struct device_link *ret);

/*
 * The next PCI function that the path of a device leads through, from *path on, which moves behind
 * it: what hangs at the end needs each of them. False: no more.
 */
bool link_next_function(const char **path, struct address *ret);

/* The folder that the last component of a path lies in: its name's length, and where it begins. */
size_t link_parent_name(const char *path, const char **ret_name);
