/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* Nanoseconds of a clock that never goes back; only differences mean something. */
uint64_t clock_now(void);

#define CLOCK_SECOND UINT64_C(1000000000)
