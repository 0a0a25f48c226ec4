/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "base/arena.h"
#include "model/step.h"

/*
 * The alias of a <hostdev> that dda adds: "ua-dda-function-0000-41-00-0_10de-1db1_40-0000-0000".
 * "ua-" is libvirt's prefix for names given by users; then the function's address, its vendor and
 * device ids, and its location path, PCIROOT(40)#PCI(0000)#PCI(0000). So the definition itself
 * tells, for as long as the entry is in it, which device was meant. Earlier versions of dda wrote
 * the address alone.
 */
#define FUNCTION_ALIAS_PREFIX "ua-dda-function-"

/* The name of the entry that a STEP_ADD makes. Pure, as all here. */
void entry_alias_write(FILE *file, const struct step *step);

/* Notes what an alias says of its entry: whether it is one of ours, and for which device. */
void entry_alias_read(const char *alias, struct arena *arena, struct hostdev *hostdev);
