/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/vm.h"

#include "base/cleanup.h"
#include "host/pool.h"

#include <stdio.h>
#include <string.h>

char *vm_path(const char *class, const json_t *values)
{
	return path_full(wmi_class_find("root\\virtualization\\v2", class), values);
}

json_t *vm_by_id(const struct host *host, const char *id)
{
	json_t *vm;
	size_t i;

	json_array_foreach(host->vms, i, vm) if (_stricmp(text_of(vm, "id"), id) == 0) return vm;
	return NULL;
}

json_t *vm_by_settings_id(const struct host *host, const char *instance_id)
{
	char id[64];

	if (_strnicmp(instance_id, "Microsoft:", 10) != 0)
		return NULL;
	snprintf(id, sizeof(id), "%.*s", (int)strcspn(instance_id + 10, "\\"), instance_id + 10);
	return vm_by_id(host, id);
}

json_t *vm_values(const struct host *host, const json_t *vm)
{
	json_int_t state = number_of(vm, "state");

	return json_pack("{ss ss ss ss sI sI s[I] sI ss sI}", "CreationClassName",
	                 "Msvm_ComputerSystem", "Name", text_of(vm, "id"), "ElementName",
	                 text_of(vm, "name"), "Caption", "Virtual Machine", "EnabledState", state,
	                 "RequestedState", (json_int_t)12, "OperationalStatus", (json_int_t)2,
	                 "HealthState", (json_int_t)5, "Description", "Microsoft Virtual Machine",
	                 "OnTimeInMilliseconds", (json_int_t)(state == VM_RUNNING ? 60000 : 0));
}

json_t *vm_systems(const struct host *host, const struct wmi_path *path)
{
	const char *name = config_text(host, "name");
	json_t *list = json_pack("[{ss ss ss ss sI sI ss}]", "CreationClassName",
	                         "Msvm_ComputerSystem", "Name", name, "ElementName", name,
	                         "Caption", "Hosting Computer System", "EnabledState",
	                         (json_int_t)2, "HealthState", (json_int_t)5, "Description",
	                         "Microsoft Hosting Computer System");
	json_t *vm;
	size_t i;

	json_array_foreach(host->vms, i, vm) json_array_append_new(list, vm_values(host, vm));
	return list;
}

/* Settings as they were when a checkpoint was made: they look like the VM's own. */
static void add_checkpoints(json_t *list, const json_t *vm)
{
	json_t *name;
	size_t i;

	json_array_foreach(json_object_get(vm, "checkpoints"), i, name)
	{
		json_t *settings = json_deep_copy(json_object_get(vm, "settings"));
		char guid[37];

		guid_of(json_string_value(name), guid);
		json_object_set(settings, "ElementName", name);
		json_object_set_new(settings, "InstanceID", json_sprintf("Microsoft:%s", guid));
		json_object_set_new(settings, "VirtualSystemType",
		                    json_string("Microsoft:Hyper-V:Snapshot:Realized"));
		json_array_append_new(list, settings);
	}
}

json_t *vm_settings(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *vm;
	size_t i;

	json_array_foreach(host->vms, i, vm)
	{
		json_array_append(list, json_object_get(vm, "settings"));
		add_checkpoints(list, vm);
	}
	return list;
}

static json_t *members(const struct host *host, const char *name)
{
	json_t *list = json_array(), *vm;
	size_t i;

	json_array_foreach(host->vms, i, vm)
	{
		json_t *member = json_object_get(vm, name);

		if (json_is_array(member))
			json_array_extend(list, member);
		else
			json_array_append(list, member);
	}
	return list;
}

json_t *vm_memory(const struct host *host, const struct wmi_path *path)
{
	return members(host, "memory");
}

json_t *vm_processors(const struct host *host, const struct wmi_path *path)
{
	return members(host, "processor");
}

/* The templates of the pool are of the same class. */
static json_t *with_templates(const struct host *host, const char *member, const char *setting)
{
	json_t *list = pool_templates(host, setting), *own = members(host, member);

	json_array_extend(list, own);
	json_decref(own);
	return list;
}

json_t *vm_pci_settings(const struct host *host, const struct wmi_path *path)
{
	return with_templates(host, "pci", "pci_setting");
}

json_t *vm_gpu_settings(const struct host *host, const struct wmi_path *path)
{
	return with_templates(host, "gpus", "gpu_setting");
}

json_t *vm_settings_define_state(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *vm;
	size_t i;

	json_array_foreach(host->vms, i, vm)
	{
		json_t *values = vm_values(host, vm);
		_cleanup_free_ char *system = vm_path("Msvm_ComputerSystem", values);
		_cleanup_free_ char *settings = vm_path("Msvm_VirtualSystemSettingData",
		                                        json_object_get(vm, "settings"));

		json_array_append_new(list, json_pack("{ss ss}", "ManagedElement", system,
		                                      "SettingData", settings));
		json_decref(values);
	}
	return list;
}

static void add_component(json_t *list, const json_t *vm, const char *class, const json_t *part)
{
	_cleanup_free_ char *whole = vm_path("Msvm_VirtualSystemSettingData",
	                                     json_object_get(vm, "settings"));
	_cleanup_free_ char *path = vm_path(class, part);

	json_array_append_new(list,
	                      json_pack("{ss ss}", "GroupComponent", whole, "PartComponent", path));
}

static void add_parts(json_t *list, const json_t *vm, const char *class, const char *member)
{
	json_t *part;
	size_t i;

	json_array_foreach(json_object_get(vm, member), i, part)
	        add_component(list, vm, class, part);
}

json_t *vm_components(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *vm;
	size_t i;

	json_array_foreach(host->vms, i, vm)
	{
		add_component(list, vm, "Msvm_MemorySettingData", json_object_get(vm, "memory"));
		add_component(list, vm, "Msvm_ProcessorSettingData",
		              json_object_get(vm, "processor"));
		add_parts(list, vm, "Msvm_PciExpressSettingData", "pci");
		add_parts(list, vm, "Msvm_GpuPartitionSettingData", "gpus");
	}
	return list;
}
