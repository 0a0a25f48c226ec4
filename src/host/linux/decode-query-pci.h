/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#include "model/vm.h"

/*
 * Decodes QEMU's answer to the monitor command query-pci (QEMU: qapi/pci.json) and notes in the
 * host devices of `vm` which of them are on its PCI bus and where their BARs are: QEMU knows them
 * by the aliases libvirt gave them. A BAR without an address has the address -1 there. Returns 0;
 * -EINVAL when it is no such answer; -ENOMEM.
 */
int decode_query_pci(const char *json, size_t length, struct vm *vm);
