/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/assignment.h"

#include "base/cleanup.h"
#include "host/device.h"
#include "host/vm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Its values, whether or not it is there now. */
static json_t *host_instance(const struct host *host, const json_t *device)
{
	_cleanup_free_ char *path = device_path(device, true);
	const char *name = config_text(host, "name");
	char guid[37];

	guid_of(name, guid);
	return json_pack("{ss so ss ss ss ss sI ss ss sI}", "CreationClassName", "Msvm_PciExpress",
	                 "DeviceID", json_sprintf("Microsoft:%s\\%s", guid, path),
	                 "SystemCreationClassName", "Msvm_ComputerSystem", "SystemName", name,
	                 "DeviceInstancePath", path, "LocationPath", text_of(device, "location"),
	                 "FunctionNumber", (json_int_t)(number_of(device, "address") & 0xffff),
	                 "Caption", "PCI Express Port", "ElementName", text_of(device, "name"),
	                 "EnabledState", (json_int_t)2);
}

json_t *assignment_host_instance(const struct host *host, const json_t *device)
{
	if (!flag_of(device, "dismounted") || flag_of(device, "fails_as_proxy") ||
	    number_of(device, "instance_at") > host->now)
		return NULL;
	return host_instance(host, device);
}

/* The instance path in "Microsoft:GUID\PCIP\..." , the key DeviceID; NULL when it is something
 * else. */
static json_t *device_in_path(const struct host *host, const char *text)
{
	_cleanup_(path_done) struct wmi_path path = {0};
	const char *id;
	bool proxy = false;
	json_t *device;

	if (path_read(text, &path) < 0 || _stricmp(path.class, "Msvm_PciExpress") != 0 ||
	    _stricmp(path_key(&path, "SystemName") ? path_key(&path, "SystemName") : "",
	             config_text(host, "name")) != 0)
		return NULL;
	id = path_key(&path, "DeviceID");
	id = id ? strchr(id, '\\') : NULL;
	device = id ? device_by_path(host, id + 1, &proxy) : NULL;
	return proxy ? device : NULL;
}

json_t *assignment_resolve(const struct host *host, const char *path)
{
	json_t *device = device_in_path(host, path);
	json_t *instance = device ? assignment_host_instance(host, device) : NULL;

	json_decref(instance);
	return instance ? device : NULL;
}

json_t *assignment_device(const struct host *host, const json_t *setting)
{
	const json_t *resources = json_object_get(setting, "HostResource");
	const char *path = json_string_value(json_array_get(resources, 0));

	return path ? device_in_path(host, path) : NULL;
}

json_t *assignment_of(const struct host *host, const json_t *device, json_t **ret_setting)
{
	json_t *vm, *setting;
	size_t i, k;

	json_array_foreach(host->vms, i, vm)
	        json_array_foreach(json_object_get(vm, "pci"), k,
	                           setting) if (assignment_device(host, setting) == device)
	{
		if (ret_setting)
			*ret_setting = setting;
		return vm;
	}
	return NULL;
}

json_t *assignment_add(struct host *host, json_t *vm, const json_t *device, const json_t *wished)
{
	json_t *setting = merged(json_object_get(host->state, "pci_setting"), wished);
	json_t *instance = host_instance(host, device);
	_cleanup_free_ char *path = vm_path("Msvm_PciExpress", instance);
	char guid[37], seed[400];

	/* A setting that comes again is another one. */
	snprintf(seed, sizeof(seed), "%s %s %lld", text_of(vm, "id"), text_of(device, "location"),
	         (long long)number_of(host->state, "serial"));
	json_object_set_new(host->state, "serial",
	                    json_integer(number_of(host->state, "serial") + 1));
	guid_of(seed, guid);
	json_object_set_new(setting, "InstanceID",
	                    json_sprintf("Microsoft:%s\\%s", text_of(vm, "id"), guid));
	json_object_set_new(setting, "HostResource", json_pack("[s]", path));
	json_object_set_new(setting, "VirtualSystemIdentifiers",
	                    json_pack("[o]", json_sprintf("{%s}", guid)));
	json_array_append_new(json_object_get(vm, "pci"), setting);
	json_decref(instance);
	host->changed = true;
	return setting;
}

int assignment_describe(struct host *host, json_t *vm, const char *location)
{
	json_t *device = device_by_location(host, location);

	if (!device)
		return -ENOENT;
	json_object_set_new(device, "dismounted", json_true());
	json_object_set_new(device, "problem", json_integer(22));
	assignment_add(host, vm, device, NULL);
	return 0;
}
