/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define CHECKSUM_DIGITS 8

uint32_t record_checksum(const char *bytes, size_t size)
{
	uint32_t crc = ~UINT32_C(0);

	for (size_t i = 0; i < size; i++) {
		crc ^= (uint8_t)bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0x82f63b78) : 0);
	}
	return ~crc;
}

char *record_line(json_t *object)
{
	_cleanup_free_ char *text = object ? json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER)
	                                   : NULL;
	char *line = NULL;

	json_decref(object);
	if (!text ||
	    asprintf(&line, "%08" PRIx32 " %s\n", record_checksum(text, strlen(text)), text) < 0)
		return NULL;
	return line;
}

json_t *record_parse(const char *line, size_t length)
{
	const char *end;
	uint64_t sum;
	json_t *object;

	/* No number is read beyond the line: it stops at the blank. */
	if (length < CHECKSUM_DIGITS + 2 || line[CHECKSUM_DIGITS] != ' ' ||
	    text_number(line, 16, CHECKSUM_DIGITS, &end, &sum) < 0 || end != line + CHECKSUM_DIGITS)
		return NULL;
	line += CHECKSUM_DIGITS + 1;
	length -= CHECKSUM_DIGITS + 1;
	if (sum != record_checksum(line, length))
		return NULL;
	object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(object))
		return object;
	json_decref(object);
	return NULL;
}

static json_t *text_value(const char *text)
{
	json_t *string = json_string(text);
	_cleanup_free_ char *copy = string ? NULL : strdup(text);

	if (string || !copy)
		return string;
	for (char *c = copy; *c; c++)
		if ((unsigned char)*c >= 0x80)
			*c = '?';
	return json_string(copy);
}

void record_put_text(json_t **object, const char *key, const char *text)
{
	if (!text || !*object || json_object_set_new(*object, key, text_value(text)) == 0)
		return;
	json_decref(*object);
	*object = NULL;
}
