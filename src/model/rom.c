/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/rom.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define HEADER_SIZE 0x1a
#define STRUCTURE_SIZE 0x18
#define LIST_SINCE 3 /* revision of the structure that brought the list of devices */
#define BLOCK 512

/* One image, from its 55 AA to the end of the file. */
struct image {
	const uint8_t *bytes;
	size_t size;
	const uint8_t *structure;
};

static uint16_t word(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static bool read_image(const uint8_t *bytes, size_t size, struct image *ret)
{
	size_t at;

	if (size < HEADER_SIZE || bytes[0] != 0x55 || bytes[1] != 0xaa)
		return false;
	at = word(bytes + 0x18);
	if (at < HEADER_SIZE || at + STRUCTURE_SIZE > size || memcmp(bytes + at, "PCIR", 4) != 0)
		return false;
	*ret = (struct image){bytes, size, bytes + at};
	return true;
}

static bool is_listed(const struct image *image, uint16_t device)
{
	size_t at = (size_t)(image->structure - image->bytes), list = word(image->structure + 8);

	if (image->structure[0xc] < LIST_SINCE || list == 0)
		return false;
	for (at += list; at + 2 <= image->size && word(image->bytes + at); at += 2)
		if (word(image->bytes + at) == device)
			return true;
	return false;
}

static struct rom_id id_of(const struct image *image)
{
	return (struct rom_id){word(image->structure + 4), word(image->structure + 6)};
}

static bool is_for(const struct image *image, struct rom_id wanted)
{
	struct rom_id id = id_of(image);

	return id.vendor == wanted.vendor &&
	       (id.device == wanted.device || is_listed(image, wanted.device));
}

/* Where the next image begins; 0 when this is the last one. */
static size_t length_of(const struct image *image)
{
	size_t length = (size_t)word(image->structure + 0x10) * BLOCK;

	return image->structure[0x15] & 0x80 || length >= image->size ? 0 : length;
}

int rom_check(const void *data, size_t size, struct rom_id wanted, struct rom_id *ret_found)
{
	const uint8_t *bytes = data;
	struct image image;
	struct rom_id first;
	size_t next;

	if (!read_image(bytes, size, &image))
		return -EINVAL;
	first = id_of(&image);
	while (!is_for(&image, wanted)) {
		next = length_of(&image);
		if (next == 0 || !read_image(image.bytes + next, image.size - next, &image)) {
			*ret_found = first;
			return -ENODEV;
		}
	}
	return 0;
}
