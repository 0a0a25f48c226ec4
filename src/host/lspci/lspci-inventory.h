/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/decode-lspci.h"
#include "model/inventory.h"

/*
 * Makes an inventory out of a listing of lspci; pure. It is a Linux host that can't be asked: what
 * the listing does not say is unknown (ENODATA), also of the host. Nothing of the listing's text is
 * needed afterwards. Returns 0 or -ENOMEM.
 */
int lspci_inventory(const struct lspci *lspci, struct dda_inventory *inventory);
