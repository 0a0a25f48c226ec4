/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdlib.h>

/*
 * Growable arrays: an `items` pointer and a `count`, of any item type.
 * ARRAY_ADD(&a) makes room for one more item and returns its address, zeroed,
 * or NULL without memory. Room doubles at powers of two, so that no capacity
 * needs to be kept. Free `items` with free().
 */
#define ARRAY_ADD(array)                                                                           \
	__extension__({                                                                            \
		__typeof__(array) a_ = (array);                                                    \
		void *grown_ = array_grow(a_->items, a_->count, sizeof(*a_->items));               \
		if (grown_)                                                                        \
			a_->items = grown_;                                                        \
		grown_ ? &a_->items[a_->count++] : NULL;                                           \
	})

/* Room for item number `count`, zeroed. The old `items` stay valid when it fails. */
void *array_grow(void *items, size_t count, size_t item_size);
