/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/answer.h"
#include "host/pci/decode-config.h"
#include "model/address.h"

/*
 * Whether memory requests of `function` may carry the address of `other`, a function of the same
 * bus (drivers/pci/quirks.c, pci_add_dma_alias).
 */
enum answer alias_of(struct address function, const struct pci_config *config, bool on_root_bus,
                     struct address other);
