/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/host.h"

#include <ctype.h>
#include <stdio.h>

const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

int64_t number_of(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

bool flag_of(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

const char *config_text(const struct host *host, const char *name)
{
	return text_of(host->config, name);
}

int64_t config_number(const struct host *host, const char *name)
{
	return number_of(host->config, name);
}

bool config_flag(const struct host *host, const char *name)
{
	return flag_of(host->config, name);
}

json_t *merged(const json_t *defaults, const json_t *specific)
{
	json_t *result = defaults ? json_deep_copy(defaults) : json_object();

	if (json_is_object(specific))
		json_object_update_recursive(result, (json_t *)specific);
	return result;
}

/* FNV-1a; good enough to tell a few thousand names apart. */
static uint64_t hash(uint64_t seed, const char *text)
{
	uint64_t value = 0xcbf29ce484222325 ^ seed;

	for (; *text; text++)
		value = (value ^ (unsigned char)toupper((unsigned char)*text)) * 0x100000001b3;
	return value ^ value >> 29;
}

void guid_of(const char *text, char ret[static 37])
{
	uint64_t a = hash(0, text), b = hash(0x9e3779b97f4a7c15, text);

	snprintf(ret, 37, "%08X-%04X-4%03X-A%03X-%012llX", (unsigned)(a >> 32),
	         (unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff), (unsigned)(b >> 48 & 0xfff),
	         (unsigned long long)(b & 0xffffffffffff));
}
