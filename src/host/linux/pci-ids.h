/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* The names of one device, as they were found. */
struct pci_name {
	uint32_t id; /* vendor << 16 | device */
	const char *vendor, *device;
};

/*
 * The PCI ID database (pci.ids), the one that lspci prints its names from. We read the few
 * entries we need from the mapped file: pciutils' own library, which reads it whole, costs more
 * than all the rest of `dda list`, and other databases (udev's) differ from what lspci prints for
 * one device in twenty. Format: lines "vvvv  Vendor name", below each "\tdddd  Device name".
 */
struct pci_ids {
	struct arena *arena; /* for the names */
	const char *text;    /* the mapped file; NULL: there is none, and every name is unknown */
	size_t size;
	uint32_t *vendors; /* where each vendor's name begins, once it was looked for; NO_VENDOR:
	                      nowhere */
	struct {
		struct pci_name *items;
		size_t count;
	} names; /* of the devices that were asked for, in order of ids: most hosts have few kinds
	          */
};

/* Maps the first database found in the usual places of this machine; names will go to `arena`.
 * Never fails: no database, no names. */
void pci_ids_open(struct pci_ids *ret, struct arena *arena);
void pci_ids_close(struct pci_ids *ids);

/*
 * Looks up the names of a vendor and of its device; NULL where the database has none. Returns 0
 * or -ENOMEM.
 */
int pci_ids_lookup(struct pci_ids *ids, unsigned vendor, unsigned device, const char **ret_vendor,
                   const char **ret_device);
