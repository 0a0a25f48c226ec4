/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* As for qsort(): below, at or above zero. */
typedef int (*comparison)(const void *a, const void *b);

/* What an item is among many, of which some may be alike. */
struct alike {
	size_t first; /* index of the first one that is like it, maybe itself */
	size_t next;  /* index of the next one that is like it; the number of all: there is none */
};

/*
 * Finds out which of `count` items of `size` bytes are alike: those that compare as equal. Takes as
 * long as sorting them, however many are. Returns a heap array of what each is, or NULL without
 * memory.
 */
struct alike *alike_find(const void *items, size_t count, size_t size, comparison compare);
