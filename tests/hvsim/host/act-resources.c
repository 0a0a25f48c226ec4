/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AddResourceSettings and RemoveResourceSettings, of functions. */
#include "base/cleanup.h"
#include "engine/embedded.h"
#include "host/act.h"
#include "host/assignment.h"
#include "host/vm.h"

#include <string.h>

#define NAMESPACE "root\\virtualization\\v2"
#define STOP_TURN_OFF 2

/* The VM whose own settings are at the path `text`; NULL when it has no such. */
static json_t *vm_of_settings_path(const struct host *host, const char *text)
{
	_cleanup_(path_done) struct wmi_path path = {0};
	const char *id;
	json_t *vm;

	if (path_read(text, &path) < 0 ||
	    _stricmp(path.class, "Msvm_VirtualSystemSettingData") != 0)
		return NULL;
	id = path_key(&path, "InstanceID");
	vm = id ? vm_by_settings_id(host, id) : NULL;
	return vm && _stricmp(text_of(json_object_get(vm, "settings"), "InstanceID"), id) == 0
	               ? vm
	               : NULL;
}

/* It must come from a template: of the right type and naming one resource. */
static bool is_fit(const struct host *host, const json_t *vm, const json_t *setting)
{
	const json_t *usual = json_object_get(host->state, "pci_setting");
	const char *id = text_of(setting, "InstanceID");

	return number_of(setting, "ResourceType") == number_of(usual, "ResourceType") &&
	       strcmp(text_of(setting, "ResourceSubType"), text_of(usual, "ResourceSubType")) ==
	               0 &&
	       json_array_size(json_object_get(setting, "HostResource")) == 1 &&
	       (_strnicmp(id, "Microsoft:Definition\\", 21) == 0 ||
	        vm_by_settings_id(host, id) == vm);
}

static long prepare_add(struct act *act, const struct call *call)
{
	json_t *vm = vm_of_settings_path(act->host, text_of(call->in, "AffectedConfiguration"));
	json_t *texts = json_object_get(call->in, "ResourceSettings"), *text;
	json_t *settings = json_array();
	size_t i;

	if (!vm)
		return WBEM_E_NOT_FOUND;
	json_object_set_new(act->wish, "vm", json_string(text_of(vm, "id")));
	json_object_set_new(act->wish, "settings", settings);
	json_array_foreach(texts, i, text)
	{
		const struct wmi_class *class;
		json_t *setting = NULL;

		if (embedded_read(NAMESPACE, "Msvm_PciExpressSettingData", json_string_value(text),
		                  &class, &setting) < 0)
			return ACT_INVALID_PARAMETER;
		json_array_append_new(settings, setting);
		if (!is_fit(act->host, vm, setting))
			return ACT_INVALID_PARAMETER;
	}
	return json_array_size(settings) ? ACT_DONE : ACT_INVALID_PARAMETER;
}

/* Whether functions come and go while the VM runs differs from version to version. */
static int check_vm_state(struct act *act, const json_t *vm)
{
	int64_t state = number_of(vm, "state");

	if (state == VM_OFF || (state == VM_RUNNING && config_flag(act->host, "hot_add")))
		return ACT_DONE;
	return act_fail(
	        act, ACT_INVALID_STATE,
	        "'%s' failed to modify device 'Virtual Pci Express Port'. (Virtual machine ID "
	        "%s)\nThe operation cannot be performed while the object is in its current "
	        "state.",
	        text_of(vm, "name"), text_of(vm, "id"));
}

int act_check_settings(struct act *act, const json_t *vm)
{
	const json_t *settings = json_object_get(vm, "settings");

	if (number_of(settings, "AutomaticShutdownAction") != STOP_TURN_OFF)
		return act_fail(
		        act, ACT_FAILED,
		        "'%s' cannot have an assigned device: its automatic stop action is not "
		        "to turn it off.",
		        text_of(vm, "name"));
	if (flag_of(json_object_get(vm, "memory"), "DynamicMemoryEnabled"))
		return act_fail(act, ACT_FAILED,
		                "'%s' cannot have an assigned device: its memory is dynamic.",
		                text_of(vm, "name"));
	return ACT_DONE;
}

static int check_resource(struct act *act, const json_t *setting)
{
	const json_t *resources = json_object_get(setting, "HostResource");
	const char *path = json_string_value(json_array_get(resources, 0));
	const json_t *device = assignment_resolve(act->host, path);

	if (!device)
		return act_fail(act, ACT_INVALID_PARAMETER,
		                "The specified device '%s' was not found on server '%s'.", path,
		                config_text(act->host, "name"));
	if (assignment_of(act->host, device, NULL))
		return act_fail(act, ACT_IN_USE, "The operation failed.");
	return ACT_DONE;
}

static int check_add(struct act *act, const json_t *vm)
{
	const json_t *settings = json_object_get(act->wish, "settings"), *setting;
	int code = check_vm_state(act, vm);
	size_t i;

	if (code == ACT_DONE && strcmp(config_text(act->host, "settings_checked"), "add") == 0)
		code = act_check_settings(act, vm);
	json_array_foreach(settings, i, setting) if (code == ACT_DONE)
	        code = check_resource(act, setting);
	return code;
}

static int perform_add(struct act *act)
{
	json_t *vm = vm_by_id(act->host, text_of(act->wish, "vm")), *setting;
	json_t *paths = json_array();
	int code = check_add(act, vm);
	size_t i;

	json_object_set_new(act->out, "ResultingResourceSettings", paths);
	if (code != ACT_DONE)
		return code;
	json_array_foreach(json_object_get(act->wish, "settings"), i, setting)
	{
		const json_t *device = assignment_device(act->host, setting);
		json_t *added = assignment_add(act->host, vm, device, setting);
		_cleanup_free_ char *path = vm_path("Msvm_PciExpressSettingData", added);

		json_array_append_new(paths, json_string(path));
	}
	return ACT_DONE;
}

/* The list a setting with this InstanceID is in, and where. */
static json_t *find_setting(const struct host *host, const char *id, size_t *ret_index)
{
	json_t *vm = vm_by_settings_id(host, id);
	json_t *list = json_object_get(vm, "pci"), *setting;
	size_t i;

	json_array_foreach(list, i, setting) if (_stricmp(text_of(setting, "InstanceID"), id) == 0)
	{
		*ret_index = i;
		return list;
	}
	return NULL;
}

static long prepare_remove(struct act *act, const struct call *call)
{
	json_t *ids = json_array(), *text;
	size_t i, index;

	json_object_set_new(act->wish, "ids", ids);
	json_array_foreach(json_object_get(call->in, "ResourceSettings"), i, text)
	{
		_cleanup_(path_done) struct wmi_path path = {0};
		const char *id;

		if (path_read(json_string_value(text), &path) < 0)
			return ACT_INVALID_PARAMETER;
		id = path_key(&path, "InstanceID");
		if (!id || _stricmp(path.class, "Msvm_PciExpressSettingData") != 0 ||
		    !find_setting(act->host, id, &index))
			return WBEM_E_NOT_FOUND;
		json_array_append_new(ids, json_string(id));
	}
	return json_array_size(ids) ? ACT_DONE : ACT_INVALID_PARAMETER;
}

static int perform_remove(struct act *act)
{
	json_t *ids = json_object_get(act->wish, "ids"), *id;
	size_t i, index = 0;

	json_array_foreach(ids, i, id)
	{
		json_t *vm = vm_by_settings_id(act->host, json_string_value(id));
		int code = check_vm_state(act, vm);

		if (code != ACT_DONE)
			return code;
		if (!find_setting(act->host, json_string_value(id), &index))
			return act_fail(act, ACT_FAILED, "Element not found.");
	}
	json_array_foreach(ids, i, id)
	{
		json_t *list = find_setting(act->host, json_string_value(id), &index);

		json_array_remove(list, index);
	}
	act->host->changed = true;
	return ACT_DONE;
}

const struct act_method act_add = {"AddResourceSettings", 30, prepare_add, perform_add};
const struct act_method act_remove = {"RemoveResourceSettings", 32, prepare_remove, perform_remove};
