/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/evidence.h"

#include <dda/inventory.h>
#include <errno.h>

#include "base/arena.h"
#include "base/text.h"
#include "host/hyperv/device-id.h"
#include "host/hyperv/object-path.h"
#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"

/* Stores `value` (taken over) under the namespace and class of a question. */
static int store(json_t *document, const char *what, const char *space, const char *class,
                 json_t *value)
{
	json_t *spaces = json_object_get(document, what), *classes = json_object_get(spaces, space);

	if (!classes) {
		classes = json_object();
		json_object_set_new(spaces, space, classes);
	}
	return json_object_set_new(classes, class, value) < 0 ? -ENOMEM : 0;
}

static int note_failure(json_t *document, const char *space, const char *class, uint32_t result,
                        const struct dda_error *error)
{
	return store(document, "errors", space, class,
	             json_pack("{s:I, s:s}", "result", (json_int_t)result, "text",
	                       dda_error_evidence(error)));
}

static int ask(struct wmi *wmi, const struct question *question, json_t *document)
{
	_cleanup_error_ struct dda_error *error = NULL;
	json_t *rows;
	int r = wmi_query(wmi, question->space, question_text(question).text, &rows, &error);

	if (r >= 0)
		return store(document, "wmi", question->space, question->class, rows);
	if (!error)
		return -ENOMEM;
	return note_failure(document, question->space, question->class, wmi_result(wmi), error);
}

/* Of all properties of a device those that we know, under their keys. */
static json_t *keep_properties(const json_t *answer)
{
	const json_t *list = json_object_get(answer, "deviceProperties"), *item;
	json_t *kept = json_object();
	size_t i;

	json_array_foreach(list, i, item)
	{
		const char *key = device_key_find(value_text(item, "Key"),
		                                  value_text(item, "KeyName"));
		json_t *data = json_object_get(item, "Data");

		if (key && data && !json_is_null(data))
			json_object_set(kept, key, data);
	}
	return kept;
}

static int read_device(struct wmi *wmi, const char *id, json_t *document)
{
	_cleanup_error_ struct dda_error *error = NULL;
	struct arena arena = {0};
	const char *path = object_path_make(&arena, "Win32_PnPEntity", "DeviceID", id);
	json_t *answer = NULL;
	int r = path ? wmi_call(wmi, CIMV2, path, "GetDeviceProperties", NULL, &answer, &error)
	             : -ENOMEM;

	arena_free(&arena);
	if (r < 0)
		return error ? note_failure(document, "devices", id, wmi_result(wmi), error) : r;
	r = json_object_set_new(json_object_get(document, "device_properties"), id,
	                        keep_properties(answer));
	json_decref(answer);
	return r < 0 ? -ENOMEM : 0;
}

static bool lacks_bus(const json_t *document, const char *id)
{
	uint64_t bus;

	return !value_number(snapshot_device(document, id), DEVICE_BUS_NUMBER, &bus);
}

/*
 * The properties of a present device. One that is dismounted may not say which bus it is on; then
 * the node that it had before is asked, which is still there, though not present.
 */
static int read_present(struct wmi *wmi, const char *id, json_t *document)
{
	struct arena arena = {0};
	const char *before;
	int r = read_device(wmi, id, document);

	if (r < 0 || !device_id_is_dismounted(id) || !lacks_bus(document, id))
		return r;
	before = device_id_on_host(&arena, id);
	r = before ? read_device(wmi, before, document) : -ENOMEM;
	arena_free(&arena);
	return r;
}

static int read_devices(struct wmi *wmi, const json_t *entities, json_t *document)
{
	const json_t *entity;
	size_t i;
	int r = 0;

	json_array_foreach(entities, i, entity)
	{
		const char *id = value_text(entity, "DeviceID");

		if (r >= 0 && id && device_id_tail(id) && device_is_present(entity))
			r = read_present(wmi, id, document);
	}
	return r;
}

/* Values of the registry are asked of the registry provider, one by one; 0x80000002 is
 * HKEY_LOCAL_MACHINE. It answers 2 when there is no such value. */
static int read_policy(struct wmi *wmi, const char *name, json_t *document)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_json_ json_t *parameters = json_pack("{s:I, s:s, s:s}", "hDefKey",
	                                              (json_int_t)0x80000002, "sSubKeyName",
	                                              POLICY_KEY, "sValueName", name);
	json_t *answer = NULL, *value;
	uint64_t result = 0;
	int r = parameters ? wmi_call(wmi, CIMV2, "StdRegProv", "GetDWORDValue", parameters,
	                              &answer, &error)
	                   : -ENOMEM;

	if (r < 0)
		return error ? note_failure(document, "registry", name, wmi_result(wmi), error) : r;
	value_number(answer, "ReturnValue", &result);
	value = json_object_get(answer, "uValue");
	if (result == 0 || result == 2)
		r = json_object_set(json_object_get(document, "registry"), name,
		                    result == 0 && value ? value : json_null());
	json_decref(answer);
	return r < 0 ? -ENOMEM : 0;
}

static bool any_dismounted(const json_t *entities)
{
	const json_t *entity;
	size_t i;

	json_array_foreach(entities, i, entity)
	{
		const char *id = value_text(entity, "DeviceID");

		if (id && device_id_is_dismounted(id) && device_is_present(entity))
			return true;
	}
	return false;
}

static int ask_rest(struct wmi *wmi, unsigned want, json_t *document)
{
	int r = 0;

	for (const struct question *question = questions + 1; r >= 0 && question->class; question++)
		if (!question->want || (question->want & want))
			r = ask(wmi, question, document);
	if (r >= 0 && want & DDA_WANT_IOMMU)
		r = read_policy(wmi, POLICY_SECURE, document);
	if (r >= 0 && want & DDA_WANT_IOMMU)
		r = read_policy(wmi, POLICY_SUPPORTED, document);
	return r;
}

int evidence_read(struct wmi *wmi, unsigned want, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *document = snapshot_new();
	json_t *entities;
	int r;

	if (!document)
		return error_no_memory(ret_error);
	r = wmi_query(wmi, questions[0].space, question_text(questions).text, &entities, ret_error);
	if (r < 0)
		return r;
	if (!any_dismounted(entities))
		want &= ~(unsigned)DDA_WANT_VMS_IF_NEEDED;
	r = store(document, "wmi", questions[0].space, questions[0].class, entities);
	if (r >= 0)
		r = read_devices(wmi, entities, document);
	if (r >= 0)
		r = ask_rest(wmi, want, document);
	if (r < 0)
		return error_no_memory(ret_error);
	*ret = TAKE(document);
	return 0;
}
