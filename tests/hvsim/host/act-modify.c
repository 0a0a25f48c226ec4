/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ModifySystemSettings and ModifyResourceSettings. */
#include "base/cleanup.h"
#include "engine/embedded.h"
#include "host/act.h"
#include "host/vm.h"

#include <string.h>

#define NAMESPACE "root\\virtualization\\v2"

/* Who sends them changed gets no error; they stay as they are. */
static const char *const read_only[] = {
        "InstanceID",
        "VirtualSystemIdentifier",
        "VirtualSystemType",
        "VirtualSystemSubType",
        "ConfigurationID",
        "Version",
        "IsSaved",
        "CreationTime",
        "IsAutomaticSnapshot",
        "Parent",
        NULL,
};

static const char *const only_when_off[] = {
        "LowMmioGapSize",
        "HighMmioGapSize",
        "HighMmioGapBase",
        "GuestControlledCacheTypes",
        "VirtualNumaEnabled",
        "SecureBootEnabled",
        "BIOSNumLock",
        "DynamicMemoryEnabled",
        "ExposeVirtualizationExtensions",
        NULL,
};

static const struct {
	const char *name;
	int64_t low, high;
} ranges[] = {
        {"LowMmioGapSize", 128, 3584},     {"HighMmioGapSize", 0, INT32_MAX},
        {"AutomaticShutdownAction", 2, 4}, {"AutomaticStartupAction", 2, 4},
        {"UserSnapshotType", 2, 5},        {"TargetMemoryBuffer", 5, 2000},
};

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static int refuse(struct act *act, int code, const json_t *vm, const char *why)
{
	return act_fail(act, code, "'%s' failed to modify settings. (Virtual machine ID %s)\n%s",
	                text_of(vm, "name"), text_of(vm, "id"), why);
}

static bool is_in_range(const char *name, const json_t *value)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (strcmp(name, ranges[i].name) == 0)
			return json_integer_value(value) >= ranges[i].low &&
			       json_integer_value(value) <= ranges[i].high;
	return true;
}

static int check_change(struct act *act, const json_t *vm, const char *name, const json_t *value)
{
	int64_t state = number_of(vm, "state");

	if (!is_in_range(name, value))
		return refuse(act, ACT_INVALID_PARAMETER, vm, "A value is out of range.");
	if (state != VM_OFF && is_one_of(name, only_when_off))
		return refuse(
		        act, ACT_FAILED, vm,
		        "The setting cannot be changed while the virtual machine is running.");
	if (state != VM_OFF && state != VM_RUNNING)
		return refuse(act, ACT_INVALID_STATE, vm,
		              "The virtual machine is in a saved state.");
	return ACT_DONE;
}

/* Takes out of `wanted` what is no change, and checks the rest. */
static int check_changes(struct act *act, const json_t *vm, const json_t *now, json_t *wanted)
{
	const char *name;
	json_t *value;
	int code = ACT_DONE;
	void *next;

	json_object_foreach_safe(wanted, next, name, value)
	{
		if (is_one_of(name, read_only) || json_equal(value, json_object_get(now, name)))
			json_object_del(wanted, name);
		else if (code == ACT_DONE)
			code = check_change(act, vm, name, value);
	}
	return code;
}

static int change(struct act *act, json_t *now, const json_t *wanted)
{
	if (json_object_size(wanted)) {
		json_object_update(now, (json_t *)wanted);
		act->host->changed = true;
	}
	return ACT_DONE;
}

/* Reads `text`, which must carry the InstanceID of something that is there. */
static json_t *read_setting(const struct act *act, const char *base, const char *text,
                            const char **ret_class)
{
	const struct wmi_class *class;
	json_t *values = NULL;

	if (embedded_read(NAMESPACE, base, text, &class, &values) < 0)
		return NULL;
	if (vm_by_settings_id(act->host, text_of(values, "InstanceID"))) {
		*ret_class = class->name;
		return values;
	}
	json_decref(values);
	return NULL;
}

static long prepare_system(struct act *act, const struct call *call)
{
	const char *class;
	json_t *values = read_setting(act, "Msvm_VirtualSystemSettingData",
	                              text_of(call->in, "SystemSettings"), &class);
	const json_t *vm;

	if (!values)
		return ACT_INVALID_PARAMETER;
	json_object_set_new(act->wish, "values", values);
	vm = vm_by_settings_id(act->host, text_of(values, "InstanceID"));
	return strchr(text_of(values, "InstanceID"), '\\') || !vm ? ACT_INVALID_PARAMETER
	                                                          : ACT_DONE;
}

static int perform_system(struct act *act)
{
	json_t *wanted = json_object_get(act->wish, "values");
	json_t *vm = vm_by_settings_id(act->host, text_of(wanted, "InstanceID"));
	json_t *now = json_object_get(vm, "settings");
	int code = check_changes(act, vm, now, wanted);

	if (code == ACT_DONE &&
	    number_of(wanted, "HighMmioGapSize") > config_number(act->host, "high_mmio_limit_mib"))
		code = refuse(act, ACT_INVALID_PARAMETER, vm, "A value is out of range.");
	if (code != ACT_DONE)
		return code;
	if (json_object_get(wanted, "ElementName"))
		json_object_set(vm, "name", json_object_get(wanted, "ElementName"));
	return change(act, now, wanted);
}

/* The settings with this InstanceID among those of their class, or NULL. */
static json_t *find_resource(const struct host *host, const char *class, const char *id)
{
	json_t *vm = vm_by_settings_id(host, id), *setting;
	size_t i;

	if (strcmp(class, "Msvm_MemorySettingData") == 0)
		setting = json_object_get(vm, "memory");
	else
		setting = json_object_get(vm, "processor");
	if (strcmp(class, "Msvm_PciExpressSettingData") != 0)
		return _stricmp(text_of(setting, "InstanceID"), id) == 0 ? setting : NULL;
	json_array_foreach(json_object_get(vm, "pci"), i,
	                   setting) if (_stricmp(text_of(setting, "InstanceID"), id) ==
	                                0) return setting;
	return NULL;
}

static long prepare_resources(struct act *act, const struct call *call)
{
	json_t *changes = json_array(), *text;
	size_t i;

	json_object_set_new(act->wish, "changes", changes);
	json_array_foreach(json_object_get(call->in, "ResourceSettings"), i, text)
	{
		const char *class;
		json_t *values = read_setting(act, "CIM_ResourceAllocationSettingData",
		                              json_string_value(text), &class);

		if (!values)
			return ACT_INVALID_PARAMETER;
		json_array_append_new(changes,
		                      json_pack("{ss ss so}", "class", class, "id",
		                                text_of(values, "InstanceID"), "values", values));
		if (!find_resource(act->host, class, text_of(values, "InstanceID")))
			return ACT_INVALID_PARAMETER;
	}
	return json_array_size(changes) ? ACT_DONE : ACT_INVALID_PARAMETER;
}

/* Dynamic memory: not with virtual NUMA, and the amounts in order. */
static int check_memory(struct act *act, const json_t *vm, const json_t *now, const json_t *wanted)
{
	json_t *then = merged(now, wanted);
	int64_t start = number_of(then, "VirtualQuantity");
	bool dynamic = flag_of(then, "DynamicMemoryEnabled");
	bool ordered = !dynamic || (number_of(then, "Reservation") <= start &&
	                            start <= number_of(then, "Limit"));

	json_decref(then);
	if (!ordered)
		return refuse(act, ACT_INVALID_PARAMETER, vm, "A value is out of range.");
	if (flag_of(wanted, "DynamicMemoryEnabled") &&
	    flag_of(json_object_get(vm, "settings"), "VirtualNumaEnabled"))
		return refuse(act, ACT_INVALID_PARAMETER, vm,
		              "Dynamic memory and virtual NUMA exclude each other.");
	return ACT_DONE;
}

static int check_resource(struct act *act, const json_t *wish)
{
	const char *class = text_of(wish, "class"), *id = text_of(wish, "id");
	json_t *vm = vm_by_settings_id(act->host, id), *wanted = json_object_get(wish, "values");
	json_t *now = find_resource(act->host, class, id);
	int code = now ? check_changes(act, vm, now, wanted)
	               : refuse(act, ACT_FAILED, vm, "Element not found.");

	if (code == ACT_DONE && strcmp(class, "Msvm_MemorySettingData") == 0)
		code = check_memory(act, vm, now, wanted);
	return code;
}

static int perform_resources(struct act *act)
{
	json_t *changes = json_object_get(act->wish, "changes"), *wish;
	json_t *paths = json_array();
	size_t i;

	json_object_set_new(act->out, "ResultingResourceSettings", paths);
	json_array_foreach(changes, i, wish)
	{
		int code = check_resource(act, wish);

		if (code != ACT_DONE)
			return code;
	}
	json_array_foreach(changes, i, wish)
	{
		const char *class = text_of(wish, "class");
		json_t *now = find_resource(act->host, class, text_of(wish, "id"));
		_cleanup_free_ char *path = vm_path(class, now);

		change(act, now, json_object_get(wish, "values"));
		json_array_append_new(paths, json_string(path));
	}
	return ACT_DONE;
}

const struct act_method act_modify_system = {"ModifySystemSettings", 2, prepare_system,
                                             perform_system};
const struct act_method act_modify_resources = {"ModifyResourceSettings", 31, prepare_resources,
                                                perform_resources};
