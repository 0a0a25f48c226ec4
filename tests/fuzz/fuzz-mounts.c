/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-mounts.h"

/* What a decoded mount says lies within the line, closed by a NUL. */
static void touch(const char *line, size_t size, const char *text)
{
	MUST(text >= line && text <= line + size);
	MUST(strlen(text) <= size - (size_t)(text - line));
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
	return 0;
}
