/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which class is answered by what. */
#include "engine/provider.h"

#include "host/act.h"
#include "host/host.h"
#include "host/jobs.h"
#include "host/pnp.h"
#include "host/pool.h"
#include "host/system.h"
#include "host/vm.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *class;
	json_t *(*list)(const struct host *host, const struct wmi_path *path);
} providers[] = {
        {"Win32_PnPEntity", pnp_entities},
        {"Win32_IRQResource", pnp_interrupts},
        {"Win32_DeviceMemoryAddress", pnp_memory},
        {"Win32_PnPAllocatedResource", pnp_allocations},
        {"Win32_OperatingSystem", system_operating_system},
        {"Win32_ComputerSystem", system_computer},
        {"Win32_Processor", system_processors},
        {"Win32_DiskDrive", system_disk_drives},
        {"Win32_NetworkAdapter", system_network_adapters},
        {"Win32_IP4RouteTable", system_routes},
        {"MSFT_Disk", system_storage_disks},
        {"Msvm_ComputerSystem", vm_systems},
        {"Msvm_VirtualSystemSettingData", vm_settings},
        {"Msvm_MemorySettingData", vm_memory},
        {"Msvm_ProcessorSettingData", vm_processors},
        {"Msvm_PciExpressSettingData", vm_pci_settings},
        {"Msvm_GpuPartitionSettingData", vm_gpu_settings},
        {"Msvm_SettingsDefineState", vm_settings_define_state},
        {"Msvm_VirtualSystemSettingDataComponent", vm_components},
        {"Msvm_PciExpress", pool_pci_express},
        {"Msvm_LogicalIdentity", pool_logical_identities},
        {"Msvm_PartitionableGpu", pool_gpus},
        {"Msvm_ResourcePool", pool_pools},
        {"Msvm_AllocationCapabilities", pool_capabilities},
        {"Msvm_VirtualEthernetSwitchManagementCapabilities", pool_switch_capabilities},
        {"Msvm_ElementCapabilities", pool_element_capabilities},
        {"Msvm_SettingsDefineCapabilities", pool_defined_capabilities},
        {"Msvm_AssignableDeviceService", pool_assignable_service},
        {"Msvm_VirtualSystemManagementService", pool_management_service},
        {"Msvm_VirtualEthernetSwitchManagementService", pool_switch_service},
        {"Msvm_ExternalEthernetPort", system_ethernet_ports},
        {"Msvm_ConcreteJob", jobs_list},
        {"Msvm_AffectedJobElement", jobs_affected},
};

static const struct {
	const char *class, *method;
	HRESULT (*call)(struct host *host, struct call *call);
} methods[] = {
        {"Win32_PnPEntity", "Enable", pnp_enable},
        {"Win32_PnPEntity", "Disable", pnp_disable},
        {"Win32_PnPEntity", "GetDeviceProperties", pnp_properties},
        {"StdRegProv", "GetDWORDValue", registry_dword},
        {"StdRegProv", "GetStringValue", registry_string},
        {"StdRegProv", "EnumKey", registry_keys},
        {"StdRegProv", "EnumValues", registry_values},
        {"Msvm_ConcreteJob", "GetError", jobs_get_error},
        {"Msvm_ConcreteJob", "GetErrorEx", jobs_get_errors},
        {"Msvm_ConcreteJob", "RequestStateChange", jobs_request_state},
        {NULL, NULL, act_call}, /* all others are acts */
};

static struct host host;
static char server[64] = ".";

const char *provider_server(void)
{
	return server;
}

HRESULT provider_begin(void)
{
	if (state_take(&host) < 0)
		return WBEM_E_FAILED;
	strncpy(server, config_text(&host, "name"), sizeof(server) - 1);
	jobs_go_on(&host);
	return S_OK;
}

HRESULT provider_end(void)
{
	return state_give_back(&host) < 0 ? WBEM_E_FAILED : S_OK;
}

bool provider_serves(const char *namespace)
{
	return config_flag(&host, "hyperv") ||
	       _strnicmp(namespace, "root\\virtualization", 19) != 0;
}

json_t *provider_list(const struct wmi_class *class, const struct wmi_path *path)
{
	for (size_t i = 0; i < sizeof(providers) / sizeof(*providers); i++)
		if (strcmp(providers[i].class, class->name) == 0)
			return providers[i].list(&host, path);
	return NULL;
}

HRESULT provider_call(struct call *call)
{
	size_t i = 0;

	while (methods[i].class && (strcmp(methods[i].class, call->class->name) != 0 ||
	                            strcmp(methods[i].method, call->method->name) != 0))
		i++;
	return methods[i].call(&host, call);
}

HRESULT provider_put(const struct wmi_class *class, const json_t *values)
{
	return WBEM_E_PROVIDER_NOT_CAPABLE;
}
