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
	_cleanup_close_ int fd = root_open_file(root, path);
	ssize_t n;

	if (fd < 0)
		return fd;
	bytes->items = malloc(TABLE_MAX);
	if (!bytes->items)
		return -ENOMEM;
	while ((n = read(fd, bytes->items + bytes->size, TABLE_MAX - bytes->size)) > 0)
		bytes->size += (size_t)n;
	return n < 0 ? -errno : 0;
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
