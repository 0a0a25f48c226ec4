/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/function.h"

/*
 * Who has a function, from its driver, its driver_override and what dda put on record. Pure.
 * Drivers of VFIO are vfio-pci and variants of it, whose names all contain "vfio" (Linux,
 * Documentation/driver-api/vfio.rst). A driver that could not be read counts as the host's.
 */
enum function_hold decode_hold(const struct dda_function *function);
