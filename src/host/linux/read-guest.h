/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "host/linux/libvirt.h"
#include "model/vm.h"

/*
 * Notes in the host devices of a running `vm` where QEMU has them on its PCI bus, and what the
 * guest says of them. What can't be found out is unknown there.
 */
void read_guest(const struct libvirt *libvirt, virDomainPtr domain, struct arena *arena,
                struct vm *vm);
