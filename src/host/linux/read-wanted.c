/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-wanted.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/linux/decode-mounts.h"
#include "host/linux/read-blocks.h"

struct reader {
	const struct root *root;
	struct blocks *blocks;
};

/* A name that no device has is of one that is not there, or no disk. */
static int want(struct reader *reader, const char *name, const char *text)
{
	const char *path = decode_device_name(name, reader->blocks->arena);
	int found = path ? find_block(reader->root, reader->blocks, path) : -1;

	if (!text)
		return -ENOMEM;
	if (found < 0)
		return 0;
	return blocks_use(reader->blocks, (size_t)found,
	                  (struct block_use){.text = text, .only_wanted = true});
}

static int want_mount(struct reader *reader, char *line)
{
	struct arena *arena = reader->blocks->arena;
	struct mount mount;

	if (decode_fstab(line, &mount) < 0)
		return 0;
	if (text_equal(mount.type, "swap"))
		return want(reader, mount.source, _("named in /etc/fstab as swap space"));
	return want(reader, mount.source,
	            arena_format(arena, "named in /etc/fstab for %s", mount.point));
}

static int want_mapping(struct reader *reader, char *line)
{
	const char *device, *name;

	if (decode_crypttab(line, &device, &name) < 0)
		return 0;
	return want(reader, device,
	            arena_format(reader->blocks->arena, "named in /etc/crypttab for %s", name));
}

static int read_lines(struct reader *reader, const char *path,
                      int (*each)(struct reader *reader, char *line))
{
	_cleanup_free_ char *text = NULL;
	char *rest, *line;

	if (root_read_text(reader->root, path, &text) < 0)
		return 0;
	rest = text;
	while ((line = strsep(&rest, "\n")))
		if (each(reader, line) < 0)
			return -ENOMEM;
	return 0;
}

/* "resume=UUID=..." on the kernel's command line. */
static int want_parameter(struct reader *reader, char *line)
{
	char *word;

	while ((word = strsep(&line, " "))) {
		const char *name = text_after(word, "resume=");

		if (name &&
		    want(reader, name, _("named by resume= on the kernel's command line")) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* What the kernel was told later, by its number (Documentation/power/swsusp.rst). "0:0": nothing.
 */
static int want_number(struct reader *reader, char *line)
{
	uint32_t major, minor;
	int found;

	if (decode_device(line, &major, &minor) < 0 || major == 0)
		return 0;
	found = blocks_find_number(reader->blocks, major, minor);
	if (found < 0)
		return 0;
	return blocks_use(
	        reader->blocks, (size_t)found,
	        (struct block_use){.text = _("the host wakes up from it (/sys/power/resume)"),
	                           .only_wanted = true});
}

int read_wanted(const struct root *root, struct blocks *blocks)
{
	struct reader reader = {root, blocks};

	if (read_lines(&reader, "etc/fstab", want_mount) < 0 ||
	    read_lines(&reader, "etc/crypttab", want_mapping) < 0 ||
	    read_lines(&reader, "proc/cmdline", want_parameter) < 0 ||
	    read_lines(&reader, "sys/power/resume", want_number) < 0)
		return -ENOMEM;
	return 0;
}
