/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/array.h"

#include <stdint.h>
#include <string.h>

void *array_grow(void *items, size_t count, size_t item_size)
{
	if ((count & (count - 1)) == 0) {
		size_t room = count ? count * 2 : 1;

		if (room > SIZE_MAX / item_size)
			return NULL;
		items = realloc(items, room * item_size);
		if (!items)
			return NULL;
	}
	memset((char *)items + count * item_size, 0, item_size);
	return items;
}
