/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * A document that is written piece by piece, as view_write_json() would write the whole. Zeroed but
 * for `out`: not begun. Whether it arrived is for the caller to ask `out`.
 */
struct json_stream {
	FILE *out;
	size_t members, items; /* so many have been written, of the document and of its array */
	bool out_of_memory;
};

/* The next member of the document. NULL counts as out of memory. */
void json_stream_member(struct json_stream *stream, const char *key, const json_t *value);

/* One that is an array, item by item. */
void json_stream_array(struct json_stream *stream, const char *key);
void json_stream_item(struct json_stream *stream, const json_t *value);
void json_stream_array_end(struct json_stream *stream);

/* Returns 0, or -ENOMEM when something could not be written for want of memory. */
int json_stream_end(struct json_stream *stream);
