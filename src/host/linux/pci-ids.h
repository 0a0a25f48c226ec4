/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * The PCI ID database (pci.ids), the one that lspci prints its names from. We read the few
 * entries we need from the mapped file: pciutils' own library, which reads it whole, costs more
 * than all the rest of `dda list`, and other databases (udev's) differ from what lspci prints for
 * one device in twenty. Format: lines "vvvv  Vendor name", below each "\tdddd  Device name".
 */
struct pci_ids {
	const char *text; /* the mapped file; NULL: there is none, and every name is unknown */
	size_t size;
	uint32_t *vendors; /* where each vendor's name begins, once it was looked for; NO_VENDOR:
	                      nowhere */
};

/* Maps the first database found in the usual places of this machine. Never fails: no database, no
 * names. */
void pci_ids_open(struct pci_ids *ret);
void pci_ids_close(struct pci_ids *ids);

/*
 * Looks up the names of a vendor and of its device; NULL where the database has none. Returns 0
 * with texts in `arena`, or -ENOMEM.
 */
int pci_ids_lookup(struct pci_ids *ids, unsigned vendor, unsigned device, struct arena *arena,
                   const char **ret_vendor, const char **ret_device);
