/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-mounts.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

static bool is_octal(const char *text)
{
	for (unsigned i = 0; i < 3; i++)
		if (text[i] < '0' || text[i] > '7')
			return false;
	return text[0] <= '3';
}

/* The kernel writes blanks and backslashes in names as "\040". */
static char *unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; to++) {
		if (*from == '\\' && is_octal(from + 1)) {
			*to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
	return text;
}

int decode_device(const char *text, uint32_t *ret_major, uint32_t *ret_minor)
{
	uint64_t major, minor;

	if (text_number(text, 10, 9, &text, &major) < 0 || *text++ != ':' ||
	    text_number(text, 10, 9, &text, &minor) < 0 || *text != '\0')
		return -EINVAL;
	*ret_major = (uint32_t)major;
	*ret_minor = (uint32_t)minor;
	return 0;
}

int decode_mount(char *line, struct mount *ret)
{
	char *fields[6], *field;
	struct mount mount;

	for (unsigned i = 0; i < 6; i++)
		if (!(fields[i] = strsep(&line, " ")))
			return -EINVAL;
	/* Optional fields, of any number, end with "-". */
	do
		field = strsep(&line, " ");
	while (field && !text_equal(field, "-"));
	fields[0] = strsep(&line, " ");
	field = strsep(&line, " ");
	if (!field || decode_device(fields[2], &mount.major, &mount.minor) < 0)
		return -EINVAL;
	mount.point = unescape(fields[4]);
	mount.type = fields[0];
	mount.source = unescape(field);
	*ret = mount;
	return 0;
}

const char *decode_swap(char *line)
{
	char *path = strsep(&line, " \t");

	return path && *path == '/' ? unescape(path) : NULL;
}

/* The first `count` fields, which any number of blanks part; a remark has none. Returns 0 or
 * -EINVAL. */
static int split(char *line, char **fields, unsigned count)
{
	char *state;

	for (unsigned i = 0; i < count; i++) {
		fields[i] = strtok_r(i ? NULL : line, " \t", &state);
		if (!fields[i] || *fields[i] == '#')
			return -EINVAL;
	}
	return 0;
}

int decode_fstab(char *line, struct mount *ret)
{
	char *fields[3];

	if (split(line, fields, 3) < 0)
		return -EINVAL;
	*ret = (struct mount){
	        .source = unescape(fields[0]), .point = unescape(fields[1]), .type = fields[2]};
	return 0;
}

int decode_crypttab(char *line, const char **ret_device, const char **ret_name)
{
	char *fields[2];

	if (split(line, fields, 2) < 0)
		return -EINVAL;
	*ret_name = fields[0];
	*ret_device = fields[1];
	return 0;
}

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#+-.:=@_"

/* As udev names its links: all but these, and but UTF-8, as "\x20". */
static const char *encode(const char *text, size_t length, struct arena *arena)
{
	const char *encoded = "";

	for (size_t i = 0; encoded && i < length; i++)
		encoded = (unsigned char)text[i] >= 0x80 || strchr(PLAIN, text[i])
		                  ? arena_format(arena, "%s%c", encoded, text[i])
		                  : arena_format(arena, "%s\\x%02x", encoded,
		                                 (unsigned char)text[i]);
	return encoded;
}

const char *decode_device_name(const char *name, struct arena *arena)
{
	static const char *const kinds[][2] = {{"UUID=", "by-uuid"},
	                                       {"LABEL=", "by-label"},
	                                       {"PARTUUID=", "by-partuuid"},
	                                       {"PARTLABEL=", "by-partlabel"},
	                                       {"ID=", "by-id"}};

	if (text_after(name, "/dev/"))
		return name;
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *value = text_after(name, kinds[i][0]), *encoded;

		if (!value)
			continue;
		value += strspn(value, "\"");
		encoded = encode(value, strcspn(value, "\""), arena);
		return encoded ? arena_format(arena, "/dev/disk/%s/%s", kinds[i][1], encoded)
		               : NULL;
	}
	return NULL;
}
