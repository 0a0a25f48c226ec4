/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/snapshot.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "host/hyperv/wmi-error.h"

json_t *snapshot_new(void)
{
	return json_pack("{s:s, s:s, s:{}, s:{}, s:{}, s:{}}", "schema", SNAPSHOT_SCHEMA,
	                 "platform", "hyperv", "wmi", "device_properties", "registry", "errors");
}

static const json_t *below(const json_t *document, const char *what, const char *space,
                           const char *class)
{
	return json_object_get(json_object_get(json_object_get(document, what), space), class);
}

uint32_t snapshot_failure(const json_t *document, const char *space, const char *class,
                          const char **ret_text)
{
	const json_t *failure = below(document, "errors", space, class);
	uint64_t result;

	if (ret_text)
		*ret_text = value_text(failure, "text");
	return value_number(failure, "result", &result) ? (uint32_t)result : 0;
}

const json_t *snapshot_rows(const json_t *document, const char *space, const char *class,
                            const char *source, struct fact *ret_fact)
{
	const json_t *rows = below(document, "wmi", space, class);
	uint32_t failure = snapshot_failure(document, space, class, NULL);

	if (json_is_array(rows))
		*ret_fact = fact_known(source);
	else if (failure)
		*ret_fact = fact_unknown(source, wmi_error_number(failure));
	else
		*ret_fact = rows ? fact_unknown(source, EPROTO) : (struct fact){.source = source};
	return json_is_array(rows) ? rows : NULL;
}

const json_t *snapshot_device(const json_t *document, const char *device)
{
	const json_t *properties = json_object_get(json_object_get(document, "device_properties"),
	                                           device);

	return json_is_object(properties) ? properties : NULL;
}

const char *value_text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static bool number_of(const json_t *value, uint64_t *ret)
{
	const char *text = json_string_value(value);
	char *end;

	if (text) {
		errno = 0;
		*ret = strtoull(text, &end, 10);
		return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0;
	}
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return false;
	*ret = (uint64_t)json_integer_value(value);
	return true;
}

bool value_number(const json_t *object, const char *name, uint64_t *ret)
{
	return number_of(json_object_get(object, name), ret);
}

bool value_boolean(const json_t *object, const char *name, bool *ret)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_boolean(value) && !json_is_integer(value))
		return false;
	*ret = json_is_true(value) || json_integer_value(value) != 0;
	return true;
}

const char *value_item(const json_t *object, const char *name, size_t index)
{
	const json_t *value = json_object_get(object, name);

	if (json_is_string(value))
		return index == 0 ? json_string_value(value) : NULL;
	return json_string_value(json_array_get(value, index));
}

struct fact_number value_number_fact(const json_t *object, const char *name, const char *source)
{
	const json_t *value = json_object_get(object, name);
	struct fact_number number = {.fact = fact_known(source)};

	if (!value || json_is_null(value))
		number.fact = fact_absent(source);
	else if (!number_of(value, &number.value))
		number.fact = fact_unknown(source, EPROTO);
	return number;
}
