/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/origin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"

#define RECORD_MAX 1024
#define NONE "-"
#define PERSISTENCE "persistence on"

/* The word behind "key " in a line of the record, as a text in `arena`; "-" is none. */
static int decode_word(const char *text, const char *key, struct arena *arena, const char **ret)
{
	const char *line = strstr(text, key);
	size_t length;

	if (!line)
		return -EINVAL;
	line += strlen(key);
	length = strcspn(line, "\n");
	if (length == 0)
		return -EINVAL;
	*ret = NULL;
	if (length == 1 && *line == *NONE)
		return 0;
	*ret = arena_copy(arena, line, length);
	return *ret ? 0 : -ENOMEM;
}

int origin_decode(const char *text, const struct dda_function *function, struct arena *arena,
                  struct origin *ret)
{
	struct origin origin = {.fact = fact_known("/" ORIGIN_FOLDER)};
	uint64_t vendor, device;
	const char *end;
	int r;

	text = text_after(text, "dda origin 1\ndevice ");
	if (!text || text_number(text, 16, 4, &end, &vendor) < 0 || *end != ':' ||
	    text_number(end + 1, 16, 4, &end, &device) < 0 || *end != '\n')
		return -EINVAL;
	if (vendor != function->vendor_id.value || device != function->device_id.value)
		return -ESTALE;
	r = decode_word(end, "\ndriver ", arena, &origin.driver);
	if (r >= 0)
		r = decode_word(end, "\noverride ", arena, &origin.override);
	if (r < 0)
		return r;
	*ret = origin;
	return 0;
}

struct origin origin_read(const struct root *root, int folder, const struct dda_function *function,
                          struct arena *arena)
{
	char text[RECORD_MAX];
	struct origin origin;
	int r = folder;

	if (r >= 0)
		r = root_read(root, folder, address_format(function->address).text, text,
		              sizeof(text));
	if (r >= 0)
		r = origin_decode(text, function, arena, &origin);
	if (r >= 0)
		return origin;
	if (r == -ENOENT || r == -ESTALE)
		return (struct origin){.fact = fact_absent("/" ORIGIN_FOLDER)};
	return (struct origin){.fact = fact_unknown("/" ORIGIN_FOLDER, -r)};
}

static int make_folder(const char *path)
{
	return mkdir(path, 0755) < 0 && errno != EEXIST ? -errno : 0;
}

static uint64_t read_id(const struct root *root, struct address address, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s/%s", address_format(address).text,
	         name);
	return root_number(root, root->fd, path, 16).value;
}

static int write_file(const char *path, uint64_t vendor, uint64_t device, const char *driver,
                      const char *override, bool persistence)
{
	_cleanup_file_ FILE *file = fopen(path, "we");

	if (!file)
		return -errno;
	fprintf(file, "dda origin 1\ndevice %04x:%04x\ndriver %s\noverride %s\n", (unsigned)vendor,
	        (unsigned)device, driver ? driver : NONE, override ? override : NONE);
	if (persistence)
		fputs(PERSISTENCE "\n", file);
	return fflush(file) != 0 ? -errno : 0;
}

int origin_write(const struct root *root, struct address address, const char *driver,
                 const char *override, bool persistence)
{
	char path[sizeof(ORIGIN_FOLDER) + ADDRESS_TEXT_MAX + 2], temporary[sizeof(path) + 8];
	int r;

	if ((r = make_folder("/run/dda")) < 0 || (r = make_folder("/" ORIGIN_FOLDER)) < 0)
		return r;
	snprintf(path, sizeof(path), "/%s/%s", ORIGIN_FOLDER, address_format(address).text);
	snprintf(temporary, sizeof(temporary), "%s.new", path);
	r = write_file(temporary, read_id(root, address, "vendor"),
	               read_id(root, address, "device"), driver, override, persistence);
	if (r >= 0 && rename(temporary, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	return r;
}

bool origin_has_persistence(const struct root *root, struct address address)
{
	char path[sizeof(ORIGIN_FOLDER) + ADDRESS_TEXT_MAX + 2], text[RECORD_MAX];

	snprintf(path, sizeof(path), "%s/%s", ORIGIN_FOLDER, address_format(address).text);
	return root_read(root, root->fd, path, text, sizeof(text)) >= 0 &&
	       strstr(text, "\n" PERSISTENCE);
}

int origin_forget(struct address address)
{
	char path[sizeof(ORIGIN_FOLDER) + ADDRESS_TEXT_MAX + 2], temporary[sizeof(path) + 8];

	snprintf(path, sizeof(path), "/%s/%s", ORIGIN_FOLDER, address_format(address).text);
	snprintf(temporary, sizeof(temporary), "%s.new", path);
	unlink(temporary); /* of a process that was killed */
	return unlink(path) < 0 && errno != ENOENT ? -errno : 0;
}
