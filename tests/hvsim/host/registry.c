/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* StdRegProv over the "registry" part of the state: keys of HKEY_LOCAL_MACHINE, each with its
 * values. */
#include "host/system.h"

#include <string.h>

#define NOT_FOUND 2 /* ERROR_FILE_NOT_FOUND */
#define LOCAL_MACHINE 0x80000002

static const json_t *find(const json_t *object, const char *name)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key,
	                    value) if (_stricmp(key, name) == 0) return value;
	return NULL;
}

static const json_t *find_key(const struct host *host, const struct call *call)
{
	const json_t *hive = json_object_get(call->in, "hDefKey");

	if (json_is_integer(hive) && json_integer_value(hive) != LOCAL_MACHINE)
		return NULL;
	return find(json_object_get(host->state, "registry"), text_of(call->in, "sSubKeyName"));
}

static HRESULT give(const struct call *call, const char *name, json_t *value)
{
	if (value)
		json_object_set_new(call->out, name, value);
	json_object_set_new(call->out, "ReturnValue", json_integer(value ? 0 : NOT_FOUND));
	return S_OK;
}

HRESULT registry_dword(struct host *host, struct call *call)
{
	const json_t *value = find(find_key(host, call), text_of(call->in, "sValueName"));

	return give(call, "uValue", json_is_integer(value) ? json_copy((json_t *)value) : NULL);
}

HRESULT registry_string(struct host *host, struct call *call)
{
	const json_t *value = find(find_key(host, call), text_of(call->in, "sValueName"));

	return give(call, "sValue", json_is_string(value) ? json_copy((json_t *)value) : NULL);
}

/* The next part of each key below the wanted one. */
HRESULT registry_keys(struct host *host, struct call *call)
{
	const char *above = text_of(call->in, "sSubKeyName"), *key;
	json_t *names = json_array(), *values;
	size_t length = strlen(above);

	json_object_foreach(json_object_get(host->state, "registry"), key,
	                    values) if (_strnicmp(key, above, length) == 0 && key[length] == '\\')
	        json_array_append_new(
	                names, json_stringn(key + length + 1, strcspn(key + length + 1, "\\")));
	return give(call, "sNames", names);
}

HRESULT registry_values(struct host *host, struct call *call)
{
	const json_t *found = find_key(host, call);
	json_t *names = json_array(), *types = json_array(), *value;
	const char *name;

	json_object_foreach((json_t *)found, name, value)
	{
		json_array_append_new(names, json_string(name));
		json_array_append_new(types, json_integer(json_is_string(value) ? 1 : 4));
	}
	json_object_set_new(call->out, "Types", types);
	if (found)
		return give(call, "sNames", names);
	json_decref(names);
	return give(call, "sNames", NULL);
}
