/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/pci-ids.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/text.h"

#define NO_VENDOR UINT32_MAX

static int map_file(const char *path, struct pci_ids *ret)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *text;

	if (fd < 0 || fstat(fd, &status) < 0 || status.st_size <= 0)
		return -ENOENT;
	text = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (text == MAP_FAILED)
		return -errno;
	*ret = (struct pci_ids){.text = text,
	                        .size = (size_t)status.st_size,
	                        .vendors = calloc(0x10000, sizeof(uint32_t))};
	return 0;
}

void pci_ids_open(struct pci_ids *ret)
{
	static const char *const paths[] = {"/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids",
	                                    "/usr/share/pci.ids", "/usr/share/pciids/pci.ids"};

	*ret = (struct pci_ids){0};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (map_file(paths[i], ret) == 0)
			return;
}

void pci_ids_close(struct pci_ids *ids)
{
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

int pci_ids_lookup(struct pci_ids *ids, unsigned vendor, unsigned device, struct arena *arena,
                   const char **ret_vendor, const char **ret_device)
{
	const char *end = ids->text + ids->size, *vendor_name, *device_name;
	char key[16];
	size_t length, device_length;

	*ret_vendor = *ret_device = NULL;
	if (!ids->text || !ids->vendors)
		return 0;
	vendor_name = find_vendor(ids, vendor & 0xffff, &length);
	if (!vendor_name)
		return 0;
	snprintf(key, sizeof(key), "\n\t%04x  ", device & 0xffff);
	device_name = find_device(vendor_name + length, end, key, &device_length);
	*ret_vendor = arena_copy(arena, vendor_name, length);
	*ret_device = device_name ? arena_copy(arena, device_name, device_length) : NULL;
	return !*ret_vendor || (device_name && !*ret_device) ? -ENOMEM : 0;
}
