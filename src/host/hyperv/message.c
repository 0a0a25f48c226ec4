/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/message.h"

#include <stddef.h>
#include <string.h>

/* Parts of messages as published; where they were seen stands in docs/hyperv.md. */
static const struct message {
	const char *part, *remedy;
} messages[] = {
        {"has not supplied any directives for securing",
         "install the vendor's driver package for it, which brings the directives; or do without "
         "them, for trusted VMs only: --force=no-mitigations"},
        {"is not supported when passed through",
         "install the vendor's driver package for it, which brings the directives; or do without "
         "them, for trusted VMs only: --force=no-mitigations"},
        {"does not allow for OS control of the PCI Express bus",
         "in the firmware setup: native PCI Express control (ASPM \"OS controlled\"), VT-d or "
         "AMD-Vi, SR-IOV and ACS on; a newer firmware of the board often helps"},
        {"was not found on server",
         "it is not dismounted (any more): \"dda status\" shows where it is"},
        {"hypervisor feature is not available",
         "a client edition of Windows can't do it; on a server: IOMMU, interrupt remapping and ACS "
         "on in the firmware setup, then bcdedit /set hypervisoriommupolicy enable"},
        {"0xC035001E",
         "a client edition of Windows can't do it; on a server: IOMMU, interrupt remapping and ACS "
         "on in the firmware setup, then bcdedit /set hypervisoriommupolicy enable"},
        {"Element not found",
         "its configuration names a device that is not dismounted any more: \"dda status\" shows "
         "it, \"dda release --vm VM\" takes it out"},
        {"RequireSecureDeviceAssignment",
         "two policies forbid it: under HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\HyperV set "
         "RequireSecureDeviceAssignment and RequireSupportedDeviceAssignment to 0 (DWORD)"},
        {"RequireSupportedDeviceAssignment",
         "two policies forbid it: under HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\HyperV set "
         "RequireSecureDeviceAssignment and RequireSupportedDeviceAssignment to 0 (DWORD)"},
        {"nsufficient system resources",
         "the host or its firmware lacks IOMMU or ACS support for it; else give the VM less memory "
         "or a smaller address space"},
        {"0x800705AA",
         "the host or its firmware lacks IOMMU or ACS support for it; else give the VM less memory "
         "or a smaller address space"},
        {"device of the specified type",
         "choose the controller (the PCI Express function), not the disk behind it"},
};

const char *message_remedy(const char *text)
{
	for (size_t i = 0; text && i < sizeof(messages) / sizeof(messages[0]); i++)
		if (strstr(text, messages[i].part))
			return messages[i].remedy;
	return NULL;
}

/* W32, return values of Msvm_AssignableDeviceService and Msvm_VirtualSystemManagementService. */
const char *message_of_code(uint64_t code)
{
	static const char *const low[] = {
	        [1] = "not supported",     [2] = "failed",        [3] = "timed out",
	        [4] = "invalid parameter", [5] = "invalid state", [6] = "incompatible parameters",
	};
	static const char *const high[] = {
	        "failed",
	        "access denied",
	        "not supported",
	        "status unknown",
	        "timed out",
	        "invalid parameter",
	        "in use",
	        "invalid state for this operation",
	        "incorrect data type",
	        "system not available",
	        "out of memory",
	        "file not found",
	};

	if (code >= 1 && code < sizeof(low) / sizeof(low[0]))
		return low[code];
	if (code >= 32768 && code < 32768 + sizeof(high) / sizeof(high[0]))
		return high[code - 32768];
	return NULL;
}
