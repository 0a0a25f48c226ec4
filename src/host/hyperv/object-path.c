/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/object-path.h"

#include <strings.h>

#include "base/text.h"

/* Where the class begins: behind host and namespace, which only a path with "\\" in front has. */
static const char *class_of(const char *path)
{
	const char *colon = strchr(path, ':'), *dot = strpbrk(path, ".=\"");

	return colon && (path[0] == '\\' || !dot || colon < dot) ? colon + 1 : path;
}

const char *object_path_class(struct arena *arena, const char *path)
{
	const char *class = class_of(path);
	size_t length = strcspn(class, ".=");

	return length ? arena_copy(arena, class, length) : NULL;
}

/* One value, quoted or not, unescaped into `ret`, which has room for all of it. Returns what comes
 * behind it. */
static const char *read_value(const char *text, char *ret)
{
	char end = *text == '"' ? '"' : ',';

	for (text += end == '"'; *text && *text != end; text++) {
		if (*text == '\\' && text[1] && end == '"')
			text++;
		*ret++ = *text;
	}
	*ret = '\0';
	return end == '"' && *text ? text + 1 : text;
}

const char *object_path_key(struct arena *arena, const char *path, const char *name)
{
	char *value = arena_zeroed(arena, strlen(path) + 1);
	const char *key = strchr(class_of(path), '.');
	size_t length = strlen(name);

	while (value && key) {
		const char *equal = strchr(key + 1, '='), *end;

		if (!equal)
			return NULL;
		end = read_value(equal + 1, value);
		if ((size_t)(equal - key - 1) == length && strncasecmp(key + 1, name, length) == 0)
			return value;
		key = *end == ',' ? end : NULL;
	}
	return NULL;
}

const char *object_path_make(struct arena *arena, const char *class, const char *key,
                             const char *value)
{
	char *escaped = arena_zeroed(arena, 2 * strlen(value) + 1), *p = escaped;

	if (!escaped)
		return NULL;
	for (; *value; value++) {
		if (*value == '\\' || *value == '"')
			*p++ = '\\';
		*p++ = *value;
	}
	return arena_format(arena, "%s.%s=\"%s\"", class, key, escaped);
}
