/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/system.h"

#include <stdio.h>

json_t *system_operating_system(const struct host *host, const struct wmi_path *path)
{
	json_t *system = json_deep_copy(json_object_get(host->config, "os"));
	json_int_t memory = config_number(host, "memory_mib") * 1024;

	json_object_update_new(system, json_pack("{ss ss ss ss ss ss sI sI}", "CreationClassName",
	                                         "Win32_OperatingSystem", "CSCreationClassName",
	                                         "Win32_ComputerSystem", "CSName",
	                                         config_text(host, "name"), "Name",
	                                         text_of(system, "Caption"), "OSArchitecture",
	                                         "64-bit", "Status", "OK", "TotalVisibleMemorySize",
	                                         memory, "FreePhysicalMemory", memory / 4 * 3));
	return json_pack("[o]", system);
}

json_t *system_computer(const struct host *host, const struct wmi_path *path)
{
	json_int_t processors = config_number(host, "processors");

	return json_pack(
	        "[{ss ss ss ss ss sI sI sI sb}]", "CreationClassName", "Win32_ComputerSystem",
	        "Name", config_text(host, "name"), "DNSHostName", config_text(host, "name"),
	        "Manufacturer", "Simulated", "Model", "Simulated host", "NumberOfProcessors",
	        processors, "NumberOfLogicalProcessors",
	        processors * 2 * (json_int_t)config_number(host, "cores"), "TotalPhysicalMemory",
	        (json_int_t)config_number(host, "memory_mib") * 1048576, "HypervisorPresent",
	        config_flag(host, "hyperv"));
}

/* Under a running hypervisor Windows says "no" to what the hypervisor has taken for itself. */
json_t *system_processors(const struct host *host, const struct wmi_path *path)
{
	json_int_t cores = config_number(host, "cores");
	bool native = !config_flag(host, "hyperv");
	json_t *list = json_array();

	for (int i = 0; i < config_number(host, "processors"); i++) {
		char id[16];

		snprintf(id, sizeof(id), "CPU%d", i);
		json_array_append_new(
		        list,
		        json_pack("{ss ss ss ss sI sI sI sI sb sb sb}", "CreationClassName",
		                  "Win32_Processor", "DeviceID", id, "SocketDesignation", id,
		                  "Manufacturer", config_text(host, "processor"), "AddressWidth",
		                  (json_int_t)64, "Architecture", (json_int_t)9, "NumberOfCores",
		                  cores, "NumberOfLogicalProcessors", cores * 2,
		                  "SecondLevelAddressTranslationExtensions", native,
		                  "VMMonitorModeExtensions", native,
		                  "VirtualizationFirmwareEnabled", native));
	}
	return list;
}
