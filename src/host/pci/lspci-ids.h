/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/decode-lspci.h"

/* True when some function's ids are not known. */
bool lspci_lacks_ids(const struct lspci *lspci);

/*
 * Finds ids by names in the PCI ID database (pci.ids), where lspci has its names from; `database`
 * is its text. A name that several devices of a maker have is nobody's. Returns 0 or -ENOMEM.
 */
int lspci_find_ids(struct lspci *lspci, const char *database, size_t size);
