/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pool.h"

#include "base/cleanup.h"
#include "host/assignment.h"
#include "host/device.h"
#include "host/vm.h"

#include <stdio.h>
#include <string.h>

/* In the order of the value role and range that belong to them. */
static const struct {
	const char *name;
	int role, range;
} templates[] = {{"Default", 0, 0}, {"Minimum", 3, 1}, {"Maximum", 3, 2}, {"Increment", 3, 3}};

static void pool_guid(const json_t *setting, char ret[static 37])
{
	guid_of(text_of(setting, "ResourceSubType"), ret);
}

json_t *pool_templates(const struct host *host, const char *setting)
{
	const json_t *values = json_object_get(host->state, setting);
	json_t *list = json_array();
	char guid[37];

	pool_guid(values, guid);
	for (size_t i = 0; i < sizeof(templates) / sizeof(*templates); i++) {
		json_t *template = json_deep_copy(values);

		json_object_set_new(
		        template, "InstanceID",
		        json_sprintf("Microsoft:Definition\\%s\\%s", guid, templates[i].name));
		json_array_append_new(list, template);
	}
	return list;
}

/* What a VM sees of a function: another instance with the same paths. Its DeviceID is not known. */
static json_t *vm_instance(const json_t *vm, const json_t *setting, json_t *instance)
{
	const char *id = strchr(text_of(setting, "InstanceID"), ':');

	json_object_set_new(instance, "DeviceID", json_sprintf("Microsoft%s", id ? id : ""));
	json_object_set_new(instance, "SystemName", json_string(text_of(vm, "id")));
	return instance;
}

/* The instance of `setting`, and the host's, unless the function is gone. */
static bool both_instances(const struct host *host, const json_t *vm, const json_t *setting,
                           json_t **ret_host, json_t **ret_vm)
{
	const json_t *device = assignment_device(host, setting);

	*ret_host = device ? assignment_host_instance(host, device) : NULL;
	*ret_vm = *ret_host ? vm_instance(vm, setting, json_deep_copy(*ret_host)) : NULL;
	return *ret_vm;
}

json_t *pool_pci_express(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *device, *vm, *setting, *own, *other;
	size_t i, k;

	json_array_foreach(host->devices, i,
	                   device) if ((own = assignment_host_instance(host, device)))
	        json_array_append_new(list, own);
	json_array_foreach(host->vms, i, vm)
	        json_array_foreach(json_object_get(vm, "pci"), k,
	                           setting) if (both_instances(host, vm, setting, &own, &other))
	{
		json_array_append_new(list, other);
		json_decref(own);
	}
	return list;
}

json_t *pool_logical_identities(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *vm, *setting, *own, *other;
	size_t i, k;

	json_array_foreach(host->vms, i, vm)
	        json_array_foreach(json_object_get(vm, "pci"), k, setting)
	{
		_cleanup_free_ char *from = NULL, *to = NULL;

		if (!both_instances(host, vm, setting, &own, &other))
			continue;
		from = vm_path("Msvm_PciExpress", other);
		to = vm_path("Msvm_PciExpress", own);
		json_array_append_new(
		        list, json_pack("{ss ss}", "SystemElement", from, "SameElement", to));
		json_decref(own);
		json_decref(other);
	}
	return list;
}

/* Display functions that are the host's: what is dismounted cannot be parted. */
json_t *pool_gpus(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *device;
	size_t i;

	json_array_foreach(host->devices, i, device)
	{
		_cleanup_free_ char *id = NULL;

		if (!flag_of(device, "partitionable") || !device_is_present(device, false) ||
		    device_problem(device, false))
			continue;
		id = device_path(device, false);
		for (char *c = id; c && *c; c++)
			if (*c == '\\')
				*c = '#';
		json_array_append_new(
		        list,
		        json_pack("{ss so sI s[II] sI sI}", "CreationClassName",
		                  "Msvm_PartitionableGpu", "Name",
		                  json_sprintf("\\\\?\\%s#{064092b3-625e-43bf-9eb5-dc845897dd59}",
		                               id),
		                  "PartitionCount", (json_int_t)1, "ValidPartitionCounts",
		                  (json_int_t)1, (json_int_t)32, "TotalVRAM",
		                  (json_int_t)1000000000, "AvailableVRAM", (json_int_t)1000000000));
	}
	return list;
}

static json_t *pool_values(const json_t *setting)
{
	char guid[37];

	pool_guid(setting, guid);
	return json_pack("{so ss sb sI ss ss}", "InstanceID", json_sprintf("Microsoft:%s", guid),
	                 "PoolID", "", "Primordial", 1, "ResourceType",
	                 (json_int_t)number_of(setting, "ResourceType"), "ResourceSubType",
	                 text_of(setting, "ResourceSubType"), "ElementName", "Primordial");
}

json_t *pool_pools(const struct host *host, const struct wmi_path *path)
{
	return json_pack("[oo]", pool_values(json_object_get(host->state, "pci_setting")),
	                 pool_values(json_object_get(host->state, "gpu_setting")));
}

json_t *pool_capabilities(const struct host *host, const struct wmi_path *path)
{
	return pool_pools(host, path);
}

json_t *pool_switch_capabilities(const struct host *host, const struct wmi_path *path)
{
	json_t *reasons = json_object_get(host->config, "iov_reasons");

	return json_pack("[{ss ss sb sO}]", "InstanceID", "Microsoft:Switch", "ElementName",
	                 "Capabilities", "IOVSupport", !json_array_size(reasons),
	                 "IOVSupportReasons", reasons);
}

static void add_pair(json_t *list, const char *from_class, const json_t *from, const char *to_class,
                     const json_t *to)
{
	_cleanup_free_ char *element = vm_path(from_class, from), *other = vm_path(to_class, to);

	json_array_append_new(
	        list, json_pack("{ss ss}", "ManagedElement", element, "Capabilities", other));
}

json_t *pool_element_capabilities(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *pools = pool_pools(host, NULL), *pool;
	json_t *service = pool_switch_service(host, NULL);
	json_t *capabilities = pool_switch_capabilities(host, NULL);
	size_t i;

	json_array_foreach(pools, i, pool)
	        add_pair(list, "Msvm_ResourcePool", pool, "Msvm_AllocationCapabilities", pool);
	add_pair(list, "Msvm_VirtualEthernetSwitchManagementService", json_array_get(service, 0),
	         "Msvm_VirtualEthernetSwitchManagementCapabilities",
	         json_array_get(capabilities, 0));
	json_decref(pools);
	json_decref(service);
	json_decref(capabilities);
	return list;
}

static void add_defined(json_t *list, const struct host *host, const char *setting,
                        const char *class)
{
	json_t *values = pool_values(json_object_get(host->state, setting));
	_cleanup_free_ char *group = vm_path("Msvm_AllocationCapabilities", values);
	json_t *parts = pool_templates(host, setting), *part;
	size_t i;

	json_array_foreach(parts, i, part)
	{
		_cleanup_free_ char *path = vm_path(class, part);

		json_array_append_new(list, json_pack("{ss ss sI sI}", "GroupComponent", group,
		                                      "PartComponent", path, "ValueRole",
		                                      (json_int_t)templates[i].role, "ValueRange",
		                                      (json_int_t)templates[i].range));
	}
	json_decref(values);
	json_decref(parts);
}

json_t *pool_defined_capabilities(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array();

	add_defined(list, host, "pci_setting", "Msvm_PciExpressSettingData");
	add_defined(list, host, "gpu_setting", "Msvm_GpuPartitionSettingData");
	return list;
}

static json_t *service(const struct host *host, const char *class, const char *name)
{
	return json_pack("[{ss ss ss ss ss sb sI}]", "CreationClassName", class, "Name", name,
	                 "SystemCreationClassName", "Msvm_ComputerSystem", "SystemName",
	                 config_text(host, "name"), "ElementName", name, "Started", 1,
	                 "EnabledState", (json_int_t)2);
}

json_t *pool_assignable_service(const struct host *host, const struct wmi_path *path)
{
	return service(host, "Msvm_AssignableDeviceService", "Hyper-V Assignable Device Service");
}

json_t *pool_management_service(const struct host *host, const struct wmi_path *path)
{
	return service(host, "Msvm_VirtualSystemManagementService", "vmms");
}

json_t *pool_switch_service(const struct host *host, const struct wmi_path *path)
{
	return service(host, "Msvm_VirtualEthernetSwitchManagementService", "nvspwmi");
}
