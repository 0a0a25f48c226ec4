/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * A base address register, or the expansion ROM. Sizes in bytes; size 0: not used, or lost.
 */
struct bar {
	uint64_t start, size;
	bool io, is_64bit, prefetchable, unassigned;
};

#define BAR_COUNT 6
#define BAR_ROM 6 /* index of the expansion ROM in function.bars */

/* It is there, but the host had no addresses for it and its size is not known. */
static inline bool bar_is_lost(const struct bar *bar)
{
	return bar->unassigned && bar->size == 0;
}

/* Addresses that a bridge passes on to the buses below it, in bytes. Size 0: none. */
struct window {
	uint64_t start, size;
};

/* A BAR whose size can be chosen (PCIe 5.0, 7.8.6). */
struct resizable_bar {
	unsigned bar;
	uint64_t sizes;   /* bit n: 2^n MiB is possible; 0: this entry is not used */
	unsigned current; /* 2^n MiB */
};
