/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/pci-ids.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"

#define NO_VENDOR UINT32_MAX

static int map_file(const char *path, struct arena *arena, struct pci_ids *ret)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *text;

	if (fd < 0 || fstat(fd, &status) < 0 || status.st_size <= 0)
		return -ENOENT;
	text = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (text == MAP_FAILED)
		return -errno;
	*ret = (struct pci_ids){.arena = arena,
	                        .text = text,
	                        .size = (size_t)status.st_size,
	                        .vendors = calloc(0x10000, sizeof(uint32_t))};
	return 0;
}

void pci_ids_open(struct pci_ids *ret, struct arena *arena)
{
	static const char *const paths[] = {"/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids",
	                                    "/usr/share/pci.ids", "/usr/share/pciids/pci.ids"};

	*ret = (struct pci_ids){0};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (map_file(paths[i], arena, ret) == 0)
			return;
}

void pci_ids_close(struct pci_ids *ids)
{
	free(ids->names.items);
	free(ids->vendors);
	if (ids->text)
		munmap((void *)(uintptr_t)ids->text, ids->size);
	*ids = (struct pci_ids){0};
}

static size_t line_length(const char *line, const char *end)
{
	const char *newline = memchr(line, '\n', (size_t)(end - line));

	return (size_t)((newline ? newline : end) - line);
}

/* The line that begins with `key`, as the text behind it up to `*ret_length`; NULL: none before
 * `end`. */
static const char *find_line(const char *text, const char *end, const char *key, size_t *ret_length)
{
	size_t length = strlen(key);
	const char *line = memmem(text, (size_t)(end - text), key, length);

	if (!line)
		return NULL;
	line += length;
	*ret_length = line_length(line, end);
	return line;
}

/*
 * The device's name among the lines below its vendor, which are in order of device ids. A line that
 * is neither indented nor a comment belongs to the next vendor.
 */
static const char *find_device(const char *text, const char *end, const char *key,
                               size_t *ret_length)
{
	size_t length = strlen(key);

	while ((text = memchr(text, '\n', (size_t)(end - text)))) {
		if (end - text <= (ptrdiff_t)length || (text[1] != '\t' && text[1] != '#'))
			return NULL;
		if (memcmp(text, key, length) == 0) {
			text += length;
			*ret_length = line_length(text, end);
			return text;
		}
		text++;
	}
	return NULL;
}

/* The vendor's name, up to the end of its line; NULL when the database does not have it. */
static const char *find_vendor(struct pci_ids *ids, unsigned vendor, size_t *ret_length)
{
	char key[16];
	const char *name;

	if (ids->vendors[vendor] == NO_VENDOR)
		return NULL;
	if (ids->vendors[vendor]) {
		name = ids->text + ids->vendors[vendor];
		*ret_length = line_length(name, ids->text + ids->size);
		return name;
	}
	snprintf(key, sizeof(key), "\n%04x  ", vendor);
	name = find_line(ids->text, ids->text + ids->size, key, ret_length);
	ids->vendors[vendor] = name ? (uint32_t)(name - ids->text) : NO_VENDOR;
	return name;
}

static int find_names(struct pci_ids *ids, struct pci_name *name)
{
	const char *end = ids->text + ids->size, *vendor, *device;
	char key[16];
	size_t length, device_length;

	vendor = find_vendor(ids, name->id >> 16, &length);
	if (!vendor)
		return 0;
	snprintf(key, sizeof(key), "\n\t%04x  ", (unsigned)(name->id & 0xffff));
	device = find_device(vendor + length, end, key, &device_length);
	name->vendor = arena_copy(ids->arena, vendor, length);
	name->device = device ? arena_copy(ids->arena, device, device_length) : NULL;
	return !name->vendor || (device && !name->device) ? -ENOMEM : 0;
}

/* Where the names of that device are in the list, or belong. */
static size_t place_of(const struct pci_ids *ids, uint32_t id)
{
	size_t low = 0, high = ids->names.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ids->names.items[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int add_names(struct pci_ids *ids, uint32_t id, size_t at)
{
	struct pci_name name = {.id = id}, *items;

	if (find_names(ids, &name) < 0 || !ARRAY_ADD(&ids->names))
		return -ENOMEM;
	items = ids->names.items;
	memmove(&items[at + 1], &items[at], (ids->names.count - 1 - at) * sizeof(*items));
	items[at] = name;
	return 0;
}

int pci_ids_lookup(struct pci_ids *ids, unsigned vendor, unsigned device, const char **ret_vendor,
                   const char **ret_device)
{
	uint32_t id = (vendor & 0xffff) << 16 | (device & 0xffff);
	size_t at;

	*ret_vendor = *ret_device = NULL;
	if (!ids->text || !ids->vendors)
		return 0;
	at = place_of(ids, id);
	if ((at == ids->names.count || ids->names.items[at].id != id) && add_names(ids, id, at) < 0)
		return -ENOMEM;
	*ret_vendor = ids->names.items[at].vendor;
	*ret_device = ids->names.items[at].device;
	return 0;
}
