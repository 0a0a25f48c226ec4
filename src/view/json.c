/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/json.h"

#include <errno.h>
#include <string.h>

#include "view/view.h"

#define INDENT 2
#define FORMAT                                                                                     \
	(JSON_INDENT(INDENT) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(6) | JSON_ENCODE_ANY)

/* Where a value stands in its document. */
struct place {
	FILE *out;
	int indent;
};

/* The library indents from the left margin; no text of JSON has a line break in it. */
static int write_piece(const char *bytes, size_t size, void *data)
{
	const struct place *place = data;
	const char *end;

	while (place->indent && (end = memchr(bytes, '\n', size))) {
		size_t length = (size_t)(end - bytes) + 1;

		fwrite(bytes, 1, length, place->out);
		fprintf(place->out, "%*s", place->indent, "");
		bytes += length;
		size -= length;
	}
	fwrite(bytes, 1, size, place->out);
	return 0;
}

static int write_value(const json_t *value, int depth, FILE *out)
{
	struct place place = {out, depth * INDENT};

	return json_dump_callback(value, write_piece, &place, FORMAT);
}

void view_write_json(const json_t *document, FILE *out)
{
	write_value(document, 0, out);
	fputc('\n', out);
}

static void begin_line(FILE *out, bool first, int depth)
{
	fprintf(out, "%s\n%*s", first ? "" : ",", depth * INDENT, "");
}

static void begin_member(struct json_stream *stream, const char *key)
{
	fputs(stream->members ? "" : "{", stream->out);
	begin_line(stream->out, stream->members++ == 0, 1);
	fprintf(stream->out, "\"%s\": ", key);
}

void json_stream_member(struct json_stream *stream, const char *key, const json_t *value)
{
	begin_member(stream, key);
	if (!value || write_value(value, 1, stream->out) < 0)
		stream->out_of_memory = true;
}

void json_stream_array(struct json_stream *stream, const char *key)
{
	begin_member(stream, key);
	fputc('[', stream->out);
	stream->items = 0;
}

void json_stream_item(struct json_stream *stream, const json_t *value)
{
	begin_line(stream->out, stream->items++ == 0, 2);
	if (!value || write_value(value, 2, stream->out) < 0)
		stream->out_of_memory = true;
}

void json_stream_array_end(struct json_stream *stream)
{
	if (stream->items)
		begin_line(stream->out, true, 1);
	fputc(']', stream->out);
}

int json_stream_end(struct json_stream *stream)
{
	fputs(stream->members ? "\n}\n" : "{}\n", stream->out);
	return stream->out_of_memory ? -ENOMEM : 0;
}
