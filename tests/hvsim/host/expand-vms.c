/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/expand.h"

#include "base/cleanup.h"
#include "host/assignment.h"
#include "host/host.h"

#include <errno.h>
#include <stdio.h>

static void set_text(json_t *object, const char *name, const char *text)
{
	json_object_set_new(object, name, json_string(text));
}

/* Those parts of its settings that are its own. */
static void name_settings(json_t *vm, const char *id, const char *name)
{
	json_t *settings = json_object_get(vm, "settings");

	json_object_set_new(settings, "InstanceID", json_sprintf("Microsoft:%s", id));
	set_text(settings, "ElementName", name);
	set_text(settings, "VirtualSystemIdentifier", id);
	set_text(settings, "ConfigurationID", id);
	json_object_set_new(
	        settings, "VirtualSystemSubType",
	        json_sprintf("Microsoft:Hyper-V:SubType:%d", (int)number_of(vm, "generation")));
	json_object_set_new(
	        json_object_get(vm, "memory"), "InstanceID",
	        json_sprintf("Microsoft:%s\\%s", id, "4764334D-E001-4176-82EE-5594EC9B530E"));
	json_object_set_new(
	        json_object_get(vm, "processor"), "InstanceID",
	        json_sprintf("Microsoft:%s\\%s", id, "B637F346-6A0E-4DEC-AF52-BD70CB80A21D\\0"));
}

static json_t *expand_vm(const json_t *defaults, const json_t *described)
{
	json_t *vm = merged(json_object_get(defaults, "vm"), described);
	const char *name = json_is_string(described) ? json_string_value(described)
	                                             : text_of(described, "name");
	char id[37];

	guid_of(name, id);
	set_text(vm, "name", name);
	if (!json_object_get(vm, "id"))
		set_text(vm, "id", id);
	json_object_set_new(vm, "pci", json_array());
	if (!json_object_get(vm, "gpus"))
		json_object_set_new(vm, "gpus", json_array());
	name_settings(vm, text_of(vm, "id"), name);
	return vm;
}

/* "assigned": location paths of functions; each gets dismounted for it. */
static int expand_assigned(struct host *host, json_t *vm)
{
	json_t *location;
	size_t i;

	json_array_foreach(
	        json_object_get(vm, "assigned"), i,
	        location) if (assignment_describe(host, vm, json_string_value(location)) < 0)
	{
		fprintf(stderr, "hvsim: %s: no function to assign at %s\n", text_of(vm, "name"),
		        json_string_value(location));
		return -EINVAL;
	}
	json_object_del(vm, "assigned");
	return 0;
}

int expand_vms(const json_t *defaults, const json_t *description, json_t *state)
{
	struct host host = {.state = state,
	                    .config = json_object_get(state, "host"),
	                    .devices = json_object_get(state, "devices"),
	                    .vms = json_array()};
	const json_t *described;
	size_t i;

	json_object_set_new(state, "vms", host.vms);
	json_array_foreach(json_object_get(description, "vms"), i, described)
	{
		json_t *vm = expand_vm(defaults, described);

		json_array_append_new(host.vms, vm);
		if (expand_assigned(&host, vm) < 0)
			return -EINVAL;
	}
	return 0;
}
