/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "host/linux/libvirt.h"
#include "model/vm.h"

/*
 * Asks the agent in the guest of `vm` for its view of the functions that are on the VM's PCI bus.
 * Nothing is started in a Linux guest: files of its sysfs are read. In a Windows guest one
 * PowerShell command lists its devices. `vm->agent` says how it went; the whole takes at most 35
 * seconds or so.
 */
void read_agent(const struct libvirt *libvirt, virDomainPtr domain, struct arena *arena,
                struct vm *vm);
