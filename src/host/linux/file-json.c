/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/file-json.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

static bool is_text(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)bytes[i] < ' ' && !strchr("\t\n\r\033", bytes[i]))
			return false;
	return !memchr(bytes, '\0', length);
}

static json_t *to_hexadecimal(const char *bytes, size_t length, bool whole)
{
	static const char digits[] = "0123456789abcdef";
	_cleanup_free_ char *text = malloc(2 * length + 1);

	if (!text)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		text[2 * i] = digits[(uint8_t)bytes[i] >> 4];
		text[2 * i + 1] = digits[(uint8_t)bytes[i] & 15];
	}
	return json_pack("{s:s#, s:b}", "bytes", text, (int)(2 * length), "whole", whole);
}

json_t *file_to_json(const char *bytes, size_t length, bool whole)
{
	/* NULL, too, for what is no UTF-8. */
	json_t *text = is_text(bytes, length) ? json_stringn(bytes, length) : NULL;

	return text ? text : to_hexadecimal(bytes, length, whole);
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int from_hexadecimal(const char *text, size_t length, char *bytes)
{
	for (size_t i = 0; i < length; i += 2) {
		int high = digit_of(text[i]), low = digit_of(text[i + 1]);

		if (high < 0 || low < 0)
			return -EPROTO;
		bytes[i / 2] = (char)(high << 4 | low);
	}
	return length % 2 ? -EPROTO : (int)(length / 2);
}

int file_contents(const json_t *file, char **ret, bool *ret_whole)
{
	const json_t *from = json_is_string(file) ? file : json_object_get(file, "bytes");
	size_t length = json_string_length(from);
	_cleanup_free_ char *bytes = NULL;
	int r = (int)length;

	if (!json_is_string(from) || length > INT32_MAX)
		return -EPROTO;
	bytes = malloc(length + 1);
	if (!bytes)
		return -ENOMEM;
	if (from == file)
		memcpy(bytes, json_string_value(from), length);
	else
		r = from_hexadecimal(json_string_value(from), length, bytes);
	if (r < 0)
		return r;
	bytes[r] = '\0';
	*ret_whole = from == file || !json_is_false(json_object_get(file, "whole"));
	*ret = TAKE(bytes);
	return r;
}
