/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/questions.h"

#include <dda/inventory.h>
#include <stdio.h>
#include <strings.h>

#include "base/text.h"
#include "host/hyperv/snapshot.h"

#define VMS (DDA_WANT_VMS | DDA_WANT_VMS_IF_NEEDED)

const struct question questions[] = {
        {CIMV2, "Win32_PnPEntity",
         "DeviceID, Name, Service, Present, Status, ConfigManagerErrorCode, HardwareID",
         "DeviceID LIKE 'PCI%'", 0},
        {CIMV2, "Win32_OperatingSystem", "CSName, Caption, BuildNumber, ProductType", NULL, 0},
        {CIMV2, "Win32_Processor", "Manufacturer", NULL, DDA_WANT_IOMMU},
        {VIRTUALIZATION, "Msvm_VirtualEthernetSwitchManagementCapabilities",
         "IOVSupport, IOVSupportReasons", NULL, DDA_WANT_IOMMU},

        {CIMV2, "Win32_PnPAllocatedResource", "Antecedent, Dependent", NULL, DDA_WANT_DETAILS},
        {CIMV2, "Win32_DeviceMemoryAddress", "StartingAddress, EndingAddress", NULL,
         DDA_WANT_DETAILS},
        {CIMV2, "Win32_DiskDrive", "PNPDeviceID, Index, Model", NULL, DDA_WANT_DETAILS},
        {STORAGE, "MSFT_Disk", "Number, IsBoot, IsSystem", NULL, DDA_WANT_DETAILS},
        {CIMV2, "Win32_NetworkAdapter", "PNPDeviceID, GUID, InterfaceIndex, NetConnectionID, Name",
         NULL, DDA_WANT_DETAILS},
        {CIMV2, "Win32_IP4RouteTable", "Destination, Mask, InterfaceIndex", NULL, DDA_WANT_DETAILS},
        {VIRTUALIZATION, "Msvm_ExternalEthernetPort", "DeviceID, IsBound", NULL, DDA_WANT_DETAILS},
        {VIRTUALIZATION, "Msvm_PartitionableGpu", "Name, PartitionCount", NULL, DDA_WANT_DETAILS},
        {VIRTUALIZATION, "Msvm_GpuPartitionSettingData", "InstanceID, HostResource", NULL,
         DDA_WANT_DETAILS},

        {VIRTUALIZATION, "Msvm_ComputerSystem", "Name, ElementName, EnabledState", NULL, VMS},
        {VIRTUALIZATION, "Msvm_VirtualSystemSettingData", "*", NULL, VMS},
        {VIRTUALIZATION, "Msvm_MemorySettingData",
         "InstanceID, VirtualQuantity, Reservation, Limit, DynamicMemoryEnabled", NULL, VMS},
        {VIRTUALIZATION, "Msvm_ProcessorSettingData", "*", NULL, VMS},
        {VIRTUALIZATION, "Msvm_PciExpressSettingData", "*", NULL, VMS},
        {VIRTUALIZATION, "Msvm_PciExpress", "DeviceInstancePath, LocationPath, SystemName", NULL,
         VMS},
        {0},
};

const struct device_key device_keys[] = {
        {DEVICE_CHILDREN, "DEVPKEY_Device_Children"},
        {DEVICE_PARENT, "DEVPKEY_Device_Parent"},
        {DEVICE_NUMA_NODE, "DEVPKEY_Device_Numa_Node"},
        {DEVICE_BUS_NUMBER, "DEVPKEY_Device_BusNumber"},
        {DEVICE_ADDRESS, "DEVPKEY_Device_Address"},
        {DEVICE_LOCATION_PATHS, "DEVPKEY_Device_LocationPaths"},
        {DEVICE_DRIVER_VERSION, "DEVPKEY_Device_DriverVersion"},
        {PCI_DEVICE_TYPE, "DEVPKEY_PciDevice_DeviceType"},
        {PCI_BASE_CLASS, "DEVPKEY_PciDevice_BaseClass"},
        {PCI_SUB_CLASS, "DEVPKEY_PciDevice_SubClass"},
        {PCI_INTERFACE, "DEVPKEY_PciDevice_ProgIf"},
        {PCI_LINK_SPEED, "DEVPKEY_PciDevice_CurrentLinkSpeed"},
        {PCI_LINK_WIDTH, "DEVPKEY_PciDevice_CurrentLinkWidth"},
        {PCI_LINK_SPEED_MAX, "DEVPKEY_PciDevice_MaxLinkSpeed"},
        {PCI_LINK_WIDTH_MAX, "DEVPKEY_PciDevice_MaxLinkWidth"},
        {PCI_INTERRUPT_SUPPORT, "DEVPKEY_PciDevice_InterruptSupport"},
        {PCI_BAR_TYPES, "DEVPKEY_PciDevice_BarTypes"},
        {PCI_ACS_UP_HIERARCHY, "DEVPKEY_PciDevice_AcsCompatibleUpHierarchy"},
        {PCI_RESERVED_MEMORY, "DEVPKEY_PciDevice_RequiresReservedMemoryRegion"},
        {PCI_ON_POST_PATH, "DEVPKEY_PciDevice_OnPostPath"},
        {0},
};

struct question_text question_text(const struct question *question)
{
	const char *condition = question->condition;
	struct question_text wql;

	snprintf(wql.text, sizeof(wql.text), "SELECT %s FROM %s%s%s", question->properties,
	         question->class, condition ? " WHERE " : "", condition ? condition : "");
	return wql;
}

const char *device_key_find(const char *key, const char *name)
{
	for (const struct device_key *row = device_keys; row->key; row++)
		if ((key && strcasecmp(key, row->key) == 0) ||
		    (name && (strcasecmp(name, row->key) == 0 || text_equal(name, row->name))))
			return row->key;
	return NULL;
}
