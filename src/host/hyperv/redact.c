/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/redact.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "host/hyperv/note.h"
#include "host/hyperv/snapshot.h"
#include "host/snapshot/rename.h"

#define SERIAL_MIN 6 /* characters; "0000" is nobody's */

static json_t *rows_of(const json_t *document, const char *space, const char *class)
{
	return json_object_get(json_object_get(json_object_get(document, "wmi"), space), class);
}

/* The host is one of its own computers. */
static void take_own(json_t *document, const char *class, const char *property, const char *name)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows_of(document, VIRTUALIZATION, class), i,
	                   row) if (text_equal(value_text(row, property), name))
	        json_object_set_new(row, property, json_string("host"));
}

static void take_name_of(json_t *document, const char *name, struct renames *renames)
{
	char *path = NULL;

	/* It stands in front of every object path: "\\HOST\root\...". Alone it may be any word. */
	if (asprintf(&path, "\\\\%s", name) < 0)
		path = NULL;
	renames_add(renames, path, strdup("\\\\host"), false);
	path = NULL;
	/* And in those of its own devices. */
	if (asprintf(&path, "SystemName=\"%s", name) < 0)
		path = NULL;
	renames_add(renames, path, strdup("SystemName=\"host"), false);
	take_own(document, "Msvm_ComputerSystem", "Name", name);
	take_own(document, "Msvm_ComputerSystem", "ElementName", name);
	take_own(document, "Msvm_PciExpress", "SystemName", name);
}

static void take_name(json_t *document, struct renames *renames, struct hyperv_redacted *redacted)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows_of(document, CIMV2, "Win32_OperatingSystem"), i, row)
	{
		const char *name = value_text(row, "CSName");

		if (name && *name)
			take_name_of(document, name, renames);
		redacted->names += name != NULL;
		json_object_del(row, "CSName");
	}
}

/*
 * "PCI\VEN_8086&DEV_1533&...\A0369FFFFF123456": the last part is the device's own, its serial
 * number most often, unless its second character is "&" (Windows made it up then). Returns its
 * length, 0 for none; *ret points to it.
 */
static size_t find_serial(const char *id, const char **ret)
{
	const char *first = strchr(id, '\\'), *second = first ? strchr(first + 1, '\\') : NULL;
	size_t length = second ? strcspn(second + 1, "&") : 0;

	if (!second || second == first + 1 ||
	    strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") != (size_t)(first - id))
		return 0;
	*ret = second + 1;
	return length < SERIAL_MIN || strcspn(second + 1, "\\") < length ? 0 : length;
}

static void add_serial(struct renames *renames, const char *serial, size_t length)
{
	char *from = NULL, *to = NULL;

	for (size_t i = 0; i < renames->count; i++)
		if (strlen(renames->items[i].from) == length &&
		    memcmp(renames->items[i].from, serial, length) == 0)
			return;
	if (asprintf(&from, "%.*s", (int)length, serial) < 0)
		from = NULL;
	if (asprintf(&to, "SERIAL%u", (unsigned)renames->count) < 0)
		to = NULL;
	renames_add(renames, from, to, false);
}

/* Ids of devices are everywhere: as keys, as values, in lists. */
static void find_serials(const json_t *value, struct renames *renames)
{
	const char *text = json_string_value(value), *serial, *key;
	json_t *item;
	size_t i, length = text ? find_serial(text, &serial) : 0;

	if (length)
		add_serial(renames, serial, length);
	json_array_foreach(value, i, item) find_serials(item, renames);
	json_object_foreach((json_t *)value, key, item)
	{
		if ((length = find_serial(key, &serial)))
			add_serial(renames, serial, length);
		find_serials(item, renames);
	}
}

/* Only whether it is the default route counts; 192.0.2.0 is nobody's (RFC 5737). */
static void take_routes(json_t *document, struct hyperv_redacted *redacted)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows_of(document, CIMV2, "Win32_IP4RouteTable"), i, row)
	{
		const char *to = value_text(row, "Destination");

		if (!to || text_equal(to, "0.0.0.0") || text_after(to, "127."))
			continue;
		json_object_set_new(row, "Destination", json_string("192.0.2.0"));
		redacted->addresses++;
	}
}

/* Of classes that are asked for all they have: what dda looks at. */
static bool is_used(const char *property)
{
	static const char *const used[] = {"AutomaticShutdownAction",
	                                   "AutomaticSnapshotsEnabled",
	                                   "DynamicMemoryEnabled",
	                                   "ElementName",
	                                   "ExposeVirtualizationExtensions",
	                                   "GuestControlledCacheTypes",
	                                   "HighMmioGapBase",
	                                   "HighMmioGapSize",
	                                   "HostResource",
	                                   "InstanceID",
	                                   "IsSaved",
	                                   "LowMmioGapSize",
	                                   "Notes",
	                                   "UserSnapshotType",
	                                   "Version",
	                                   "VirtualFunctions",
	                                   "VirtualNumaEnabled",
	                                   "VirtualQuantity",
	                                   "VirtualSystemIdentifier",
	                                   "VirtualSystemIdentifiers",
	                                   "VirtualSystemSubType",
	                                   "VirtualSystemType"};

	for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++)
		if (text_equal(used[i], property))
			return true;
	return false;
}

/* A person's notes go; what dda noted in them stays. */
static int take_notes(json_t *row)
{
	const json_t *notes = json_object_get(row, "Notes");
	struct arena arena = {0};
	const char *kept;
	json_t *note = NULL;
	int r = 0;

	if (!json_is_array(notes) && !json_is_string(notes))
		return 0;
	r = note_read(value_item(row, "Notes", 0), &note);
	kept = r < 0 ? NULL : note_write(&arena, "", note);
	if (!kept || json_object_set_new(row, "Notes", json_pack("[s]", kept)) < 0)
		r = -ENOMEM;
	json_decref(note);
	arena_free(&arena);
	return r;
}

static int take_settings(json_t *document, struct hyperv_redacted *redacted)
{
	static const char *const classes[] = {"Msvm_VirtualSystemSettingData",
	                                      "Msvm_ProcessorSettingData",
	                                      "Msvm_PciExpressSettingData"};
	json_t *row, *value;
	const char *key;
	size_t i;
	void *next;
	int r = 0;

	for (size_t k = 0; k < sizeof(classes) / sizeof(classes[0]); k++)
		json_array_foreach(rows_of(document, VIRTUALIZATION, classes[k]), i, row)
		{
			json_object_foreach_safe(row, next, key, value) if (!is_used(key))
			{
				json_object_del(row, key);
				redacted->settings++;
			}
			if (r >= 0)
				r = take_notes(row);
		}
	return r;
}

int hyperv_redact(json_t *document, json_t **ret, struct hyperv_redacted *ret_redacted)
{
	_cleanup_(renames_deinit) struct renames renames = {0};
	_cleanup_json_ json_t *copy = json_deep_copy(document);
	struct hyperv_redacted redacted = {0};
	json_t *renamed;
	int r = copy ? take_settings(copy, &redacted) : -ENOMEM;

	if (r < 0)
		return r;
	take_routes(copy, &redacted);
	find_serials(copy, &renames);
	redacted.serials = renames.count;
	take_name(copy, &renames, &redacted);
	renamed = renames_value(&renames, copy, false);
	if (!renamed || renames.no_memory) {
		json_decref(renamed);
		return -ENOMEM;
	}
	*ret = renamed;
	*ret_redacted = redacted;
	return 0;
}
