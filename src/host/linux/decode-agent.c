/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-agent.h"

#include <errno.h>
#include <jansson.h>

#include "base/cleanup.h"
#include "base/text.h"

static void cleanup_json(json_t **json)
{
	json_decref(*json);
}
#define _cleanup_json_ _cleanup_(cleanup_json)

static int load(const char *json, json_t **ret)
{
	json_error_t error;
	json_t *answer = json_loads(json, 0, &error);

	if (!answer)
		return json_error_code(&error) == json_error_out_of_memory ? -ENOMEM : -EINVAL;
	*ret = answer;
	return 0;
}

/* The value of a base64 digit (RFC 4648), -1 for none. */
static int digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int decode_base64(const char *text, char **ret)
{
	char *bytes = malloc(strlen(text) + 1), *to = bytes;
	unsigned value = 0, bits = 0;
	int n;

	if (!bytes)
		return -ENOMEM;
	for (; (n = digit(*text)) >= 0; text++) {
		value = (value << 6 | (unsigned)n) & 0xffff;
		bits += 6;
		if (bits >= 8)
			*to++ = (char)(value >> (bits -= 8));
	}
	*to = '\0';
	if (text[strspn(text, "=")] != '\0') {
		free(bytes);
		return -EINVAL;
	}
	*ret = bytes;
	return 0;
}

int decode_agent_system(const char *json, const char **ret)
{
	_cleanup_json_ json_t *answer = NULL;
	const json_t *info;
	int r = load(json, &answer);

	if (r < 0)
		return r;
	info = json_object_get(answer, "return");
	if (!json_is_object(info))
		return -EINVAL;
	*ret = text_equal(json_string_value(json_object_get(info, "id")), "mswindows") ? "windows"
	                                                                               : "linux";
	return 0;
}

int decode_agent_number(const char *json, const char *key, int64_t *ret)
{
	_cleanup_json_ json_t *answer = NULL;
	const json_t *number;
	int r = load(json, &answer);

	if (r < 0)
		return r;
	number = json_object_get(answer, "return");
	if (key)
		number = json_object_get(number, key);
	if (!json_is_integer(number))
		return -EINVAL;
	*ret = json_integer_value(number);
	return 0;
}

int decode_agent_file(const char *json, char **ret)
{
	_cleanup_json_ json_t *answer = NULL;
	const char *text;
	int r = load(json, &answer);

	if (r < 0)
		return r;
	text = json_string_value(json_object_get(json_object_get(answer, "return"), "buf-b64"));
	return text ? decode_base64(text, ret) : -EINVAL;
}

int decode_agent_exit(const char *json, struct agent_exit *ret)
{
	_cleanup_json_ json_t *answer = NULL;
	const json_t *status, *exited;
	const char *text;
	struct agent_exit end = {0};
	int r = load(json, &answer);

	if (r < 0)
		return r;
	status = json_object_get(answer, "return");
	exited = json_object_get(status, "exited");
	text = json_string_value(json_object_get(status, "out-data"));
	if (!json_is_boolean(exited))
		return -EINVAL;
	end.exited = json_is_true(exited);
	end.code = (int)json_integer_value(json_object_get(status, "exitcode"));
	r = decode_base64(text ? text : "", &end.output);
	if (r == 0)
		*ret = end;
	return r;
}
