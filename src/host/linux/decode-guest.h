/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "model/vm.h"

/*
 * What a guest says of its PCI functions. It comes from inside a guest, so nothing in it is
 * believed: a name of a driver is at most 64 letters, digits and "_-.", another one is unknown.
 */

/*
 * Decodes the sysfs file "uevent" of a function in a Linux guest (kernel: drivers/pci/pci-driver.c,
 * pci_uevent()), which must be the one with `id`, vendor id << 16 | device id. Notes in `view` that
 * it is there and which driver it has. Returns 0; -EINVAL when it is something else; -ENOMEM.
 */
int decode_guest_uevent(const char *text, unsigned long id, struct arena *arena,
                        struct guest_view *view);

/*
 * Decodes what our one line of PowerShell prints in a Windows guest (read-agent.c): a JSON object
 * per PCI device, in an array unless it is the only one, with "id" ("PCI\\VEN_10DE&DEV_1DB1&..."),
 * "bus", "address" (device << 16 | function), "service" and "problem" (ConfigManagerErrorCode).
 * Notes it in the views of the functions that are on the VM's bus. Returns 0; -EINVAL when it is no
 * such list; -ENOMEM.
 */
int decode_guest_devices(const char *json, struct arena *arena, struct vm *vm);
