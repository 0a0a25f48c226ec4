/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-table.h"

#include <errno.h>

#include "base/cleanup.h"

#define TABLES "sys/firmware/acpi/tables/"
#define TABLE_MAX (1 << 20) /* the largest ones that were seen have a few hundred bytes */

struct bytes {
	uint8_t *items;
	size_t size;
};

static void cleanup_bytes(struct bytes *bytes)
{
	free(bytes->items);
}

static int read_bytes(const struct root *root, const char *path, struct bytes *bytes)
{
	bool whole;
	int r;

	bytes->items = malloc(TABLE_MAX);
	if (!bytes->items)
		return -ENOMEM;
	r = root_read_bytes(root, root->fd, path, bytes->items, TABLE_MAX, &whole);
	bytes->size = r < 0 ? 0 : (size_t)r;
	return r < 0 ? r : 0;
}

int read_dmar(const struct root *root, struct arena *arena, struct dmar *ret)
{
	_cleanup_(cleanup_bytes) struct bytes bytes = {0};
	int r = read_bytes(root, TABLES "DMAR", &bytes);

	return r < 0 ? r : decode_dmar(bytes.items, bytes.size, arena, ret);
}

int read_ivrs(const struct root *root, struct arena *arena, struct ivrs *ret)
{
	_cleanup_(cleanup_bytes) struct bytes bytes = {0};
	int r = read_bytes(root, TABLES "IVRS", &bytes);

	return r < 0 ? r : decode_ivrs(bytes.items, bytes.size, arena, ret);
}
