/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/snapshot/snapshot.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/text.h"

#define CHUNK 65536u

/*
 * Counts values and depth before anything is built: the parser makes a hundred bytes of memory out
 * of three of text. More than there are is no harm: what is no JSON is found later.
 */
static bool is_too_much(const char *text, size_t length)
{
	size_t values = 1, depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (c == '"')
			quoted = !quoted;
		else if (quoted)
			i += c == '\\';
		else if (c == '[' || c == '{')
			depth++, values++;
		else if ((c == ']' || c == '}') && depth > 0)
			depth--;
		else if (c == ',')
			values++;
		if (depth > SNAPSHOT_DEPTH_MAX || values > SNAPSHOT_VALUES_MAX)
			return true;
	}
	return false;
}

static bool is_snapshot(const json_t *document)
{
	return text_equal(json_string_value(json_object_get(document, "schema")),
	                  SNAPSHOT_SCHEMA) &&
	       json_is_string(json_object_get(document, "platform"));
}

int snapshot_parse(const char *text, size_t length, json_t **ret, char *buffer, size_t size,
                   const char **ret_why)
{
	json_error_t error;
	json_t *document;

	*ret_why = "has more in it than any snapshot";
	if (length > SNAPSHOT_SIZE_MAX || is_too_much(text, length))
		return -E2BIG;
	document = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	if (!document) {
		snprintf(buffer, size, "%s", error.text);
		*ret_why = buffer;
		return -EINVAL;
	}
	if (!is_snapshot(document)) {
		json_decref(document);
		*ret_why = "is no snapshot: its schema is not " SNAPSHOT_SCHEMA;
		return -EINVAL;
	}
	*ret = document;
	return 0;
}

static void cleanup_gz(gzFile *file)
{
	if (*file)
		gzclose(*file);
}

/* What is not packed comes as it is. */
static int read_packed(gzFile file, char **ret, size_t *ret_size)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0, room = 0;
	int n = 1;

	while (n > 0) {
		if (size + CHUNK > room) {
			char *grown = realloc(text, room = 2 * room + CHUNK);

			if (!grown)
				return -ENOMEM;
			text = grown;
		}
		n = gzread(file, text + size, CHUNK);
		size += n > 0 ? (size_t)n : 0;
		if (size > SNAPSHOT_SIZE_MAX)
			return -E2BIG;
	}
	*ret = TAKE(text);
	*ret_size = size;
	return 0;
}

static int refuse(const char *path, int code, const char *why, struct dda_error **ret_error)
{
	return error_set(ret_error, code, DDA_ERROR_REFUSED, path, why,
	                 "name a file that \"dda capture\" wrote");
}

static int load(const char *path, char **ret, size_t *ret_size, struct dda_error **ret_error)
{
	_cleanup_(cleanup_gz) gzFile file = gzopen(path, "rb");
	int r, error = Z_OK;

	if (!file)
		return refuse(path, errno ? -errno : -ENOMEM,
		              error_number_text(errno ? errno : ENOMEM), ret_error);
	r = read_packed(file, ret, ret_size);
	if (r == -E2BIG)
		return refuse(path, r, "has more in it than any snapshot", ret_error);
	if (r < 0)
		return error_no_memory(ret_error);
	gzerror(file, &error);
	if (error == Z_ERRNO)
		return refuse(path, -EIO, "can't be read", ret_error);
	return error == Z_OK ? 0
	                     : refuse(path, -EINVAL, "is damaged, or not whole (gzip)", ret_error);
}

int snapshot_load(const char *path, json_t **ret, struct dda_error **ret_error)
{
	char buffer[JSON_ERROR_TEXT_LENGTH];
	_cleanup_free_ char *text = NULL;
	const char *why;
	size_t size = 0;
	int r;

	errno = 0;
	r = load(path, &text, &size, ret_error);
	if (r < 0)
		return r;
	r = snapshot_parse(text, size, ret, buffer, sizeof(buffer), &why);
	return r < 0 ? refuse(path, r, why, ret_error) : 0;
}

/* 16 on top of the window's bits: a gzip header, without a name or a time (zlib.h). */
static int pack(const char *text, size_t length, Bytef **ret, size_t *ret_size)
{
	z_stream stream = {.next_in = (Bytef *)text, .avail_in = (uInt)length};
	size_t room;

	if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) !=
	    Z_OK)
		return -ENOMEM;
	room = deflateBound(&stream, (uLong)length);
	*ret = stream.next_out = malloc(room);
	stream.avail_out = (uInt)room;
	if (*ret)
		deflate(&stream, Z_FINISH);
	deflateEnd(&stream);
	*ret_size = room - stream.avail_out;
	return *ret ? 0 : -ENOMEM;
}

int snapshot_pack(const json_t *document, void **ret, size_t *ret_size)
{
	_cleanup_free_ char *text = json_dumps(document, JSON_INDENT(1) | JSON_ENSURE_ASCII);
	Bytef *bytes;
	int r = text ? pack(text, strlen(text), &bytes, ret_size) : -ENOMEM;

	if (r >= 0)
		*ret = bytes;
	return r;
}
