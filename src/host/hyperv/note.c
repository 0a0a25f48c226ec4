/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/note.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/text.h"

#define BEGIN "dda: settings before:"
#define NAME_MAX 64
#define VALUE_MAX 24

/* The place of the first such line from `from` on, which begins a line; without its end. False when
 * there is none. */
static bool find_line(const char *notes, size_t from, size_t *ret_begin, size_t *ret_end)
{
	for (const char *line = notes ? notes + from : NULL; line && *line;) {
		size_t length = strcspn(line, "\r\n");

		if (text_after(line, BEGIN)) {
			*ret_begin = (size_t)(line - notes);
			*ret_end = *ret_begin + length;
			return true;
		}
		line += length;
		line += strspn(line, "\r\n");
	}
	return false;
}

static json_t *parse_value(const char *text)
{
	uint64_t number;

	if (text_equal(text, "true") || text_equal(text, "false"))
		return json_boolean(text_equal(text, "true"));
	if (text_whole_number(text, 10, &number) < 0 || number > INT64_MAX)
		return NULL;
	return json_integer((json_int_t)number);
}

/* One "NAME=BEFORE>AFTER". */
static int add_word(const char *word, size_t length, json_t *note)
{
	char name[NAME_MAX + 1], before[VALUE_MAX + 1], after[VALUE_MAX + 1], text[160];
	int end = 0;
	json_t *pair;

	if (length >= sizeof(text))
		return 0;
	memcpy(text, word, length);
	text[length] = '\0';
	if (sscanf(text, "%64[A-Za-z0-9]=%24[a-z0-9]>%24[a-z0-9]%n", name, before, after, &end) !=
	            3 ||
	    text[end])
		return 0;
	pair = json_pack("[o?, o?]", parse_value(before), parse_value(after));
	if (!pair)
		return -ENOMEM;
	if (json_is_null(json_array_get(pair, NOTE_BEFORE)) ||
	    json_is_null(json_array_get(pair, NOTE_AFTER))) {
		json_decref(pair);
		return 0;
	}
	return json_object_set_new(note, name, pair) < 0 ? -ENOMEM : 0;
}

int note_read(const char *notes, json_t **ret)
{
	json_t *note = json_object();
	size_t at, end, length;
	int r = note ? 0 : -ENOMEM;

	if (r >= 0 && find_line(notes, 0, &at, &end))
		for (at += strlen(BEGIN); r >= 0 && at < end; at += length) {
			at += strspn(notes + at, " ");
			length = strcspn(notes + at, " \r\n");
			r = length ? add_word(notes + at, length, note) : 0;
			if (!length)
				break;
		}
	if (r < 0)
		json_decref(note);
	else
		*ret = note;
	return r;
}

const char *note_value_text(struct arena *arena, const json_t *value)
{
	if (json_is_boolean(value))
		return json_is_true(value) ? "true" : "false";
	if (json_is_string(value))
		return json_string_value(value);
	if (!json_is_integer(value))
		return NULL;
	return arena_format(arena, "%" PRId64, (int64_t)json_integer_value(value));
}

bool note_values_equal(const json_t *a, const json_t *b)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *x = note_value_text(&arena, a), *y = note_value_text(&arena, b);

	return x && y && text_equal(x, y);
}

static const char *line_of(struct arena *arena, json_t *note)
{
	const char *name, *line = BEGIN;
	json_t *pair;

	json_object_foreach(note, name, pair)
	{
		const char *before = note_value_text(arena, json_array_get(pair, NOTE_BEFORE));
		const char *after = note_value_text(arena, json_array_get(pair, NOTE_AFTER));

		if (line && before && after)
			line = arena_format(arena, "%s %s=%s>%s", line, name, before, after);
	}
	return line;
}

const char *note_text(struct arena *arena, json_t *note)
{
	return json_object_size(note) ? line_of(arena, note) : NULL;
}

/* The end of a line that goes away goes with it: its own, or the one before it. */
static void widen(const char *notes, size_t *begin, size_t *end)
{
	size_t own = strspn(notes + *end, "\r\n");

	if (own) {
		*end += notes[*end] == '\r' && notes[*end + 1] == '\n' ? 2 : 1;
		return;
	}
	while (*begin > 0 && (notes[*begin - 1] == '\n' || notes[*begin - 1] == '\r')) {
		bool newline = notes[*begin - 1] == '\n';

		(*begin)--;
		if (!newline || *begin == 0 || notes[*begin - 1] != '\r')
			break;
	}
}

static const char *without_line(struct arena *arena, const char *all, size_t begin, size_t end)
{
	widen(all, &begin, &end);
	return arena_format(arena, "%.*s%s", (int)begin, all, all + end);
}

const char *note_write(struct arena *arena, const char *notes, const json_t *note)
{
	const char *all = notes ? notes : "", *line = line_of(arena, (json_t *)note);
	size_t first = strlen(all), first_end = first, begin, end;
	bool found = find_line(all, 0, &first, &first_end);

	/* Whoever copied the line did not mean to have it put back twice. */
	while (all && found && find_line(all, first_end, &begin, &end))
		all = without_line(arena, all, begin, end);
	if (!all || !line)
		return NULL;
	if (json_object_size(note) == 0)
		return found ? without_line(arena, all, first, first_end) : all;
	return arena_format(arena, "%.*s%s%s%s", (int)first, all, !found && first > 0 ? "\r\n" : "",
	                    line, all + first_end);
}
