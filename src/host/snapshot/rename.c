/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/snapshot/rename.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/cleanup.h"

void renames_add(struct renames *renames, char *from, char *to, bool limited)
{
	bool room = renames->count < RENAMES_MAX;
	struct rename *item = from && to && room ? ARRAY_ADD(renames) : NULL;

	if (item) {
		*item = (struct rename){from, to, limited};
		return;
	}
	free(from);
	free(to);
	renames->no_memory |= room;
}

void renames_deinit(struct renames *renames)
{
	for (size_t i = 0; i < renames->count; i++) {
		free(renames->items[i].from);
		free(renames->items[i].to);
	}
	free(renames->items);
}

static bool is_bound(char c)
{
	return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/* Where `word` stands in `text` from `at` on, or NULL. */
static const char *find(const char *text, const char *at, const char *word)
{
	size_t length = strlen(word);

	for (; *at; at++)
		if (strncasecmp(at, word, length) == 0 && is_bound(at[length]) &&
		    (at == text || is_bound(at[-1])))
			return at;
	return NULL;
}

/* A new text; NULL without memory. There is one place at least, `found`. */
static char *replace(const char *text, const char *found, const struct rename *rename, size_t *done)
{
	size_t from = strlen(rename->from), to = strlen(rename->to);
	char *result = malloc(strlen(text) * (to + 1) + 1), *out = result;
	const char *at = text;

	for (; result && found; found = find(text, at, rename->from)) {
		memcpy(out, at, (size_t)(found - at));
		out += found - at;
		memcpy(out, rename->to, to);
		out += to;
		at = found + from;
		(*done)++;
	}
	if (result)
		memcpy(out, at, strlen(at) + 1);
	return result;
}

char *renames_text(struct renames *renames, const char *text, bool all)
{
	char *result = strdup(text);

	for (size_t i = 0; result && i < renames->count; i++) {
		const struct rename *item = &renames->items[i];
		const char *found = item->limited && !all ? NULL : find(result, result, item->from);
		char *other = found ? replace(result, found, item, &renames->done) : NULL;

		if (!found)
			continue;
		free(result);
		result = other;
	}
	renames->no_memory |= !result;
	return result;
}

static json_t *rename_text(struct renames *renames, const char *text, bool all)
{
	_cleanup_free_ char *other = renames_text(renames, text, all);

	return other ? json_string(other) : NULL;
}

static json_t *rename_items(struct renames *renames, const json_t *value, bool all)
{
	json_t *copy = json_array(), *item;
	size_t i;

	json_array_foreach(value, i, item) if (json_array_append_new(
	                                               copy, renames_value(renames, item, all)) < 0)
	        renames->no_memory = true;
	return copy;
}

static json_t *rename_members(struct renames *renames, json_t *value, bool all)
{
	json_t *copy = json_object(), *item;
	const char *key;

	json_object_foreach(value, key, item)
	{
		_cleanup_free_ char *other = renames_text(renames, key, all);

		if (!other ||
		    json_object_set_new(copy, other, renames_value(renames, item, all)) < 0)
			renames->no_memory = true;
	}
	return copy;
}

json_t *renames_value(struct renames *renames, json_t *value, bool all)
{
	if (json_is_string(value))
		return rename_text(renames, json_string_value(value), all);
	if (json_is_array(value))
		return rename_items(renames, value, all);
	if (json_is_object(value))
		return rename_members(renames, value, all);
	return json_incref(value);
}
