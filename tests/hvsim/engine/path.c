/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/path.h"

#include "base/cleanup.h"
#include "engine/buffer.h"
#include "engine/provider.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_KEYS 8

void path_done(struct wmi_path *path)
{
	free(path->server);
	free(path->namespace);
	free(path->class);
	json_decref(path->keys);
	*path = (struct wmi_path){0};
}

/* Copies up to `end`; NULL when nothing is there. */
static char *copy_until(const char **at, const char *end)
{
	char *copy = end > *at ? text_copy(*at, (size_t)(end - *at)) : NULL;

	*at = end;
	return copy;
}

static bool read_place(const char **at, struct wmi_path *path)
{
	const char *colon = strpbrk(*at, ":\"");

	if (!colon || *colon != ':')
		return true;
	if (strncmp(*at, "\\\\", 2) == 0) {
		*at += 2;
		path->server = copy_until(at, *at + strcspn(*at, "\\"));
		*at += **at == '\\';
		if (!path->server)
			return false;
	}
	path->namespace = copy_until(at, colon);
	*at = colon + 1;
	for (char *c = path->namespace; c && *c; c++)
		if (*c == '/')
			*c = '\\';
	return path->namespace != NULL;
}

/* "TEXT" with \ before a quote or another \, or a bare number or word. */
static json_t *read_key_value(const char **at)
{
	_cleanup_(buffer_done) struct buffer text = {0};

	if (**at != '"') {
		size_t length = strcspn(*at, ",");
		json_t *value = json_stringn(*at, length);

		*at += length;
		return length ? value : NULL;
	}
	for (++*at; **at && **at != '"'; ++*at) {
		if (**at == '\\' && (*at)[1])
			++*at;
		buffer_add_bytes(&text, *at, 1);
	}
	if (**at != '"')
		return NULL;
	++*at;
	return json_string(buffer_text(&text));
}

static bool read_key(const char **at, struct wmi_path *path)
{
	_cleanup_free_ char *name = NULL;
	size_t length = 0;
	json_t *value;

	while (isalnum((unsigned char)(*at)[length]) || (*at)[length] == '_')
		length++;
	name = text_copy(*at, length);
	*at += length;
	if (!name || **at != '=')
		return false;
	++*at;
	if (!*name && strcmp(*at, "@") == 0) {
		path->singleton = true;
		++*at;
		return true;
	}
	value = read_key_value(at);
	return value && json_object_set_new(path->keys, name, value) == 0;
}

static bool read_keys(const char **at, struct wmi_path *path)
{
	if (**at == '.')
		++*at;
	else if (**at != '=')
		return false;
	for (;;) {
		if (!read_key(at, path))
			return false;
		if (!**at)
			return true;
		if (*(*at)++ != ',')
			return false;
	}
}

int path_read(const char *text, struct wmi_path *ret)
{
	struct wmi_path path = {.keys = json_object()};
	const char *at = text;

	if (!path.keys)
		return -ENOMEM;
	if (read_place(&at, &path)) {
		path.class = copy_until(&at, at + strcspn(at, ".="));
		if (path.class && (!*at || read_keys(&at, &path))) {
			*ret = path;
			return 0;
		}
	}
	path_done(&path);
	return -EINVAL;
}

bool path_is_instance(const struct wmi_path *path)
{
	return path->singleton || json_object_size(path->keys) > 0;
}

const char *path_key(const struct wmi_path *path, const char *name)
{
	const char *key;
	json_t *value;

	json_object_foreach(path->keys, key,
	                    value) if (!*key ||
	                               _stricmp(key, name) == 0) return json_string_value(value);
	return NULL;
}

static bool same_value(const json_t *value, const char *text)
{
	if (!text)
		return false;
	if (json_is_string(value))
		return _stricmp(json_string_value(value), text) == 0;
	return json_is_integer(value) && json_integer_value(value) == strtoll(text, NULL, 0);
}

bool path_names(const struct wmi_path *path, const struct wmi_class *class, const json_t *values)
{
	size_t keys = 0;

	for (size_t i = 0; i < class->properties.count; i++) {
		const struct wmi_property *property = &class->properties.items[i];

		if (!property->key)
			continue;
		keys++;
		if (!same_value(json_object_get(values, property->name),
		                path_key(path, property->name)))
			return false;
	}
	return keys == json_object_size(path->keys);
}

static bool add_key(struct buffer *text, const struct wmi_property *key, const json_t *value,
                    bool first)
{
	const char *c = json_string_value(value);

	buffer_format(text, "%s%s=", first ? "." : ",", key->name);
	if (json_is_integer(value))
		buffer_format(text, "%lld", json_integer_value(value));
	if (!c)
		return json_is_integer(value);
	buffer_add(text, "\"");
	for (; *c; c++)
		buffer_format(text, *c == '\\' || *c == '"' ? "\\%c" : "%c", *c);
	buffer_add(text, "\"");
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct wmi_property *const *left = a, *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

/* The keys in the order of their names, as WMI has them; their number. */
static size_t sorted_keys(const struct wmi_class *class, const struct wmi_property *ret[MAX_KEYS])
{
	size_t count = 0;

	for (size_t i = 0; i < class->properties.count && count < MAX_KEYS; i++)
		if (class->properties.items[i].key)
			ret[count++] = &class->properties.items[i];
	qsort(ret, count, sizeof(*ret), by_name);
	return count;
}

char *path_relative(const struct wmi_class *class, const json_t *values)
{
	_cleanup_(buffer_done) struct buffer text = {0};
	const struct wmi_property *keys[MAX_KEYS];
	size_t count = values ? sorted_keys(class, keys) : 0;

	buffer_add(&text, class->name);
	for (size_t i = 0; i < count; i++)
		if (!add_key(&text, keys[i], json_object_get(values, keys[i]->name), i == 0))
			return NULL;
	if (values && !count)
		buffer_add(&text, "=@");
	return buffer_take(&text);
}

char *path_full(const struct wmi_class *class, const json_t *values)
{
	_cleanup_(buffer_done) struct buffer text = {0};
	_cleanup_free_ char *relative = path_relative(class, values);

	if (!relative)
		return NULL;
	buffer_format(&text, "\\\\%s\\%s:%s", provider_server(), class->namespace, relative);
	return buffer_take(&text);
}
