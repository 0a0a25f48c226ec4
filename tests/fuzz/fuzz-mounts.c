/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-mounts.h"

/* What a decoded mount says lies within the line, closed by a NUL. */
static void touch(const char *line, size_t size, const char *text)
{
	MUST(text >= line && text <= line + size);
	MUST(strlen(text) <= size - (size_t)(text - line));
}

/* What names a device for the next start. */
static void touch_tables(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	char *line = text_of(data, size);
	const char *device, *name;
	struct mount mount;

	if (decode_fstab(line, &mount) == 0) {
		touch(line, size, mount.point);
		touch(line, size, mount.type);
		touch(line, size, mount.source);
		device = decode_device_name(mount.source, &arena);
		MUST(!device || strncmp(device, "/dev/", 5) == 0);
	}
	free(line);
	line = text_of(data, size);
	if (decode_crypttab(line, &device, &name) == 0) {
		touch(line, size, device);
		touch(line, size, name);
	}
	free(line);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = text_of(data, size);
	struct mount mount;
	const char *path;

	if (decode_mount(line, &mount) == 0) {
		touch(line, size, mount.point);
		touch(line, size, mount.type);
		touch(line, size, mount.source);
	}
	free(line);
	line = text_of(data, size);
	path = decode_swap(line);
	if (path)
		touch(line, size, path);
	free(line);
	touch_tables(data, size);
	return 0;
}
