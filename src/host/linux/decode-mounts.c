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
