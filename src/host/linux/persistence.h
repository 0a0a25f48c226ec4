/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "model/address.h"

/*
 * Persistence mode of NVIDIA's driver: it keeps a GPU ready while nobody uses it, by itself or
 * through nvidia-persistenced, which has the GPU open for that; the driver waits in the kernel for
 * whoever has one open before it lets go. Both ways are turned on and off by "nvidia-smi -pm", GPU
 * by GPU, and off after each start of the host
 * (https://docs.nvidia.com/deploy/driver-persistence/). Never seen with NVIDIA's own program, only
 * with one that answers as its documentation says.
 */
#define PERSISTENCE_DRIVER "nvidia"
#define PERSISTENCE_PROGRAM "nvidia-smi"

/* What the daemon is called: as much of that as the kernel keeps of a name. */
#define PERSISTENCE_DAEMON "nvidia-persiste"

/*
 * True when it is on for that GPU. Not when there is no such program or it does not tell: who then
 * has the GPU open is found all the same, and stands in the way.
 */
bool persistence_is_on(struct address function);

/* Turns it on or off. Returns 0, or a negative errno with an error set. */
int persistence_set(struct address function, bool on, struct dda_error **ret_error);
