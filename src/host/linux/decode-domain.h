/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/vm.h"

/*
 * Decodes libvirt domain XML (https://libvirt.org/formatdomain.html) as far as handing over devices
 * needs it, and adds what it finds to *vm: name, UUID, machine type, memory, vcpus, PCI
 * controllers, PCI host devices, and the settings (of the first definition that is read). Host
 * devices that *vm has already are marked instead of added twice, so that the stored and the
 * running definition of one VM can be read one after the other. `live`: it is the running
 * definition. Texts go to `arena`. Returns 0; -EINVAL when it is not well-formed or no domain;
 * -E2BIG above 16 MiB or a depth of 64; -ENOMEM.
 */
int decode_domain(const char *xml, size_t length, bool live, struct arena *arena, struct vm *vm);
