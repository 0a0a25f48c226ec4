/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hyperv.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "host/hyperv/decode.h"
#include "host/hyperv/snapshot.h"

char *json_of(const char *text)
{
	char *json = malloc(2 * strlen(text) + 1), *p = json;

	assert_non_null(json);
	for (; *text; text++) {
		if (*text == '\\' || *text == '`')
			*p++ = '\\';
		*p++ = *text == '\'' || *text == '`' ? '"' : *text;
	}
	*p = '\0';
	return json;
}

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

struct dda_inventory *decoded(const struct snapshot_text *text, unsigned want)
{
	struct dda_inventory *inventory = inventory_new();
	_cleanup_free_ char *whole = NULL, *json = NULL;
	json_t *document;
	json_error_t error;

	assert_true(asprintf(&whole,
	                     "{'wmi': {'root\\cimv2': {%s}, 'root\\virtualization\\v2': {%s}},"
	                     "'device_properties': {%s}%s}",
	                     or_nothing(text->wmi), or_nothing(text->vms),
	                     or_nothing(text->properties), or_nothing(text->rest)) > 0);
	json = json_of(whole);
	document = json_loads(json, 0, &error);
	if (!document)
		fail_msg("%s near %.60s", error.text, json + error.position);
	assert_non_null(inventory);
	assert_int_equal(decode_snapshot(document, want, inventory), 0);
	json_decref(document);
	return inventory;
}
