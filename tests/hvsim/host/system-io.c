/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disks, network adapters and routes: those of functions that run. */
#include "base/cleanup.h"
#include "host/device.h"
#include "host/system.h"

#include <stdio.h>

/* The function that `object` is on while it runs, or NULL. */
static const json_t *running_function(const struct host *host, const json_t *object)
{
	const json_t *device = device_by_location(host, text_of(object, "on"));

	return device && device_is_present(device, false) && !device_problem(device, false) ? device
	                                                                                    : NULL;
}

static json_int_t disk_size(const json_t *disk)
{
	json_int_t size = number_of(disk, "size");

	return size ? size : 480103981056;
}

json_t *system_disk_drives(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *disk;
	char id[32];
	size_t i;

	json_array_foreach(json_object_get(host->state, "disks"), i, disk)
	{
		if (!running_function(host, disk))
			continue;
		snprintf(id, sizeof(id), "\\\\.\\PHYSICALDRIVE%zu", i);
		json_array_append_new(list,
		                      json_pack("{ss ss ss ss ss sI ss sI}", "CreationClassName",
		                                "Win32_DiskDrive", "DeviceID", id, "Name", id,
		                                "Model", text_of(disk, "model"), "PNPDeviceID",
		                                text_of(disk, "pnp"), "Index", (json_int_t)i,
		                                "InterfaceType", "SCSI", "Size", disk_size(disk)));
	}
	return list;
}

json_t *system_storage_disks(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *disk;
	char id[120], location[120];
	size_t i;

	json_array_foreach(json_object_get(host->state, "disks"), i, disk)
	{
		const json_t *device = running_function(host, disk);

		if (!device)
			continue;
		snprintf(id, sizeof(id), "{1}\\\\%s\\root/Microsoft/Windows/Storage/Disk%zu",
		         config_text(host, "name"), i);
		snprintf(location, sizeof(location),
		         "Integrated : Bus %d : Device %d : Function %d : Adapter 1 : Port 0 : "
		         "Target 0 : LUN 0",
		         (int)number_of(device, "bus"), (int)(number_of(device, "address") >> 16),
		         (int)(number_of(device, "address") & 0xffff));
		json_array_append_new(
		        list, json_pack("{ss sI ss ss ss sb sb sI sI}", "ObjectId", id, "Number",
		                        (json_int_t)i, "FriendlyName", text_of(disk, "model"),
		                        "Model", text_of(disk, "model"), "Location", location,
		                        "IsBoot", flag_of(disk, "boot"), "IsSystem",
		                        flag_of(disk, "boot") || flag_of(disk, "system"), "Size",
		                        disk_size(disk), "BusType", (json_int_t)17));
	}
	return list;
}

static void network_guid(const json_t *network, char ret[static 37])
{
	guid_of(text_of(network, "on"), ret);
}

json_t *system_network_adapters(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *network;
	char guid[37], braced[40], id[16];
	size_t i;

	json_array_foreach(json_object_get(host->state, "networks"), i, network)
	{
		const json_t *device = running_function(host, network);
		_cleanup_free_ char *pnp = device ? device_path(device, false) : NULL;

		if (!pnp)
			continue;
		network_guid(network, guid);
		snprintf(braced, sizeof(braced), "{%s}", guid);
		snprintf(id, sizeof(id), "%zu", i + 1);
		json_array_append_new(
		        list,
		        json_pack("{ss ss ss ss ss ss sI sI ss sb sb}", "CreationClassName",
		                  "Win32_NetworkAdapter", "DeviceID", id, "PNPDeviceID", pnp,
		                  "GUID", braced, "Name", text_of(device, "name"), "ProductName",
		                  text_of(device, "name"), "Index", (json_int_t)i + 1,
		                  "InterfaceIndex", (json_int_t)i + 10, "NetConnectionID",
		                  text_of(network, "name"), "PhysicalAdapter", 1, "NetEnabled", 1));
	}
	return list;
}

json_t *system_routes(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *network;
	size_t i;

	json_array_append_new(list, json_pack("{ss ss ss sI}", "Destination", "127.0.0.0", "Mask",
	                                      "255.0.0.0", "NextHop", "0.0.0.0", "InterfaceIndex",
	                                      (json_int_t)1));
	json_array_foreach(json_object_get(host->state, "networks"), i,
	                   network) if (running_function(host, network) &&
	                                flag_of(network, "default_route"))
	        json_array_append_new(list, json_pack("{ss ss ss sI sI}", "Destination", "0.0.0.0",
	                                              "Mask", "0.0.0.0", "NextHop", "192.0.2.1",
	                                              "InterfaceIndex", (json_int_t)i + 10,
	                                              "Metric1", (json_int_t)25));
	return list;
}

json_t *system_ethernet_ports(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *network;
	char guid[37], id[64];
	size_t i;

	json_array_foreach(json_object_get(host->state, "networks"), i, network)
	{
		const json_t *device = running_function(host, network);

		if (!device)
			continue;
		network_guid(network, guid);
		snprintf(id, sizeof(id), "Microsoft:{%s}", guid);
		json_array_append_new(
		        list,
		        json_pack("{ss ss ss ss ss ss sb sI}", "CreationClassName",
		                  "Msvm_ExternalEthernetPort", "DeviceID", id,
		                  "SystemCreationClassName", "Msvm_ComputerSystem", "SystemName",
		                  config_text(host, "name"), "ElementName", text_of(device, "name"),
		                  "Name", text_of(device, "name"), "IsBound",
		                  flag_of(network, "bound"), "EnabledState", (json_int_t)2));
	}
	return list;
}
