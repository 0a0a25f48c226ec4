/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

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
