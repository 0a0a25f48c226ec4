/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/lspci-line.h"

#include <string.h>

/*
 * Classes by the names that lspci has from pci.ids, which is not there on every machine where
 * somebody's listing is read. Those that no machine of the last twenty years has are left out: of
 * these the class is unknown.
 */
static const struct {
	uint16_t code;
	const char *name;
} classes[] = {
        {0x0000, "Non-VGA unclassified device"},
        {0x0001, "VGA compatible unclassified device"},
        {0x0100, "SCSI storage controller"},
        {0x0101, "IDE interface"},
        {0x0102, "Floppy disk controller"},
        {0x0104, "RAID bus controller"},
        {0x0105, "ATA controller"},
        {0x0106, "SATA controller"},
        {0x0107, "Serial Attached SCSI controller"},
        {0x0108, "Non-Volatile memory controller"},
        {0x0109, "Universal Flash Storage controller"},
        {0x0180, "Mass storage controller"},
        {0x0200, "Ethernet controller"},
        {0x0204, "ISDN controller"},
        {0x0207, "Infiniband controller"},
        {0x0208, "Fabric controller"},
        {0x0280, "Network controller"},
        {0x0300, "VGA compatible controller"},
        {0x0302, "3D controller"},
        {0x0380, "Display controller"},
        {0x0400, "Multimedia video controller"},
        {0x0401, "Multimedia audio controller"},
        {0x0403, "Audio device"},
        {0x0480, "Multimedia controller"},
        {0x0500, "RAM memory"},
        {0x0501, "FLASH memory"},
        {0x0502, "CXL"},
        {0x0580, "Memory controller"},
        {0x0600, "Host bridge"},
        {0x0601, "ISA bridge"},
        {0x0602, "EISA bridge"},
        {0x0604, "PCI bridge"},
        {0x0605, "PCMCIA bridge"},
        {0x0607, "CardBus bridge"},
        {0x0609, "Semi-transparent PCI-to-PCI bridge"},
        {0x060a, "InfiniBand to PCI host bridge"},
        {0x0680, "Bridge"},
        {0x0700, "Serial controller"},
        {0x0701, "Parallel controller"},
        {0x0702, "Multiport serial controller"},
        {0x0703, "Modem"},
        {0x0705, "Smard Card controller"},
        {0x0780, "Communication controller"},
        {0x0800, "PIC"},
        {0x0801, "DMA controller"},
        {0x0802, "Timer"},
        {0x0803, "RTC"},
        {0x0804, "PCI Hot-plug controller"},
        {0x0805, "SD Host controller"},
        {0x0806, "IOMMU"},
        {0x0880, "System peripheral"},
        {0x0900, "Keyboard controller"},
        {0x0902, "Mouse controller"},
        {0x0903, "Scanner controller"},
        {0x0980, "Input device controller"},
        {0x0b40, "Co-processor"},
        {0x0c00, "FireWire (IEEE 1394)"},
        {0x0c03, "USB controller"},
        {0x0c04, "Fibre Channel"},
        {0x0c05, "SMBus"},
        {0x0c06, "InfiniBand"},
        {0x0c07, "IPMI Interface"},
        {0x0c80, "Serial bus controller"},
        {0x0d10, "RF controller"},
        {0x0d11, "Bluetooth"},
        {0x0d12, "Broadband"},
        {0x0d80, "Wireless controller"},
        {0x1000, "Network and computing encryption device"},
        {0x1080, "Encryption controller"},
        {0x1100, "DPIO module"},
        {0x1101, "Performance counters"},
        {0x1180, "Signal processing controller"},
        {0x1200, "Processing accelerators"},
        {0x1201, "SNIA Smart Data Accelerator Interface (SDXI) controller"},
};

struct lspci_number lspci_class(struct lspci_line name)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strlen(classes[i].name) == name.length &&
		    memcmp(classes[i].name, name.text, name.length) == 0)
			return (struct lspci_number){.known = true, .value = classes[i].code};
	return (struct lspci_number){0};
}

/* Makers of bridges, and of what is handed over most. Their devices' ids are not known by that. */
static const struct {
	uint16_t id;
	const char *name;
} vendors[] = {
        {0x1022, "Advanced Micro Devices, Inc. [AMD] "},
        {0x1002, "Advanced Micro Devices, Inc. [AMD/ATI] "},
        {0x8086, "Intel Corporation "},
        {0x10de, "NVIDIA Corporation "},
        {0x1b21, "ASMedia Technology Inc. "},
        {0x10b5, "PLX Technology, Inc. "},
        {0x15b3, "Mellanox Technologies "},
        {0x144d, "Samsung Electronics Co Ltd "},
        {0x10ec, "Realtek Semiconductor Co., Ltd. "},
        {0x1a03, "ASPEED Technology, Inc. "},
};

struct lspci_number lspci_vendor(struct lspci_line name)
{
	struct lspci_line rest;

	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++)
		if (lspci_after(name, vendors[i].name, &rest))
			return (struct lspci_number){.known = true, .value = vendors[i].id};
	return (struct lspci_number){0};
}

/* Capabilities as they begin in a listing (pciutils: ls-caps.c, ls-ecaps.c). */
static const struct {
	uint16_t id;
	bool extended;
	const char *name;
} capabilities[] = {
        {0x01, false, "Power Management"},
        {0x02, false, "AGP"},
        {0x03, false, "Vital Product Data"},
        {0x05, false, "MSI:"},
        {0x07, false, "PCI-X"},
        {0x08, false, "HyperTransport"},
        {0x09, false, "Vendor Specific Information"},
        {0x0a, false, "Debug port"},
        {0x0c, false, "Hot-plug capable"},
        {0x0d, false, "Subsystem"},
        {0x0d, false, "Bridge subsystem"},
        {0x10, false, "Express"},
        {0x11, false, "MSI-X:"},
        {0x12, false, "SATA HBA"},
        {0x13, false, "PCI Advanced Features"},
        {0x14, false, "Enhanced Allocation"},
        {0x01, true, "Advanced Error Reporting"},
        {0x02, true, "Virtual Channel"},
        {0x03, true, "Device Serial Number"},
        {0x04, true, "Power Budgeting"},
        {0x05, true, "Root Complex Link"},
        {0x06, true, "Root Complex Internal Link"},
        {0x07, true, "Root Complex Event Collector"},
        {0x0b, true, "Vendor Specific Information"},
        {0x0d, true, "Access Control Services"},
        {0x0e, true, "Alternative Routing-ID Interpretation"},
        {0x0f, true, "Address Translation Service"},
        {0x10, true, "Single Root I/O Virtualization"},
        {0x12, true, "Multicast"},
        {0x13, true, "Page Request Interface"},
        {0x15, true, "Physical Resizable BAR"},
        {0x16, true, "Dynamic Power Allocation"},
        {0x17, true, "Transaction Processing Hints"},
        {0x18, true, "Latency Tolerance Reporting"},
        {0x19, true, "Secondary PCI Express"},
        {0x1b, true, "Process Address Space ID"},
        {0x1d, true, "Downstream Port Containment"},
        {0x1e, true, "L1 PM Substates"},
        {0x1f, true, "Precision Time Measurement"},
        {0x23, true, "Designated Vendor-Specific"},
        {0x24, true, "Virtual Resizable BAR"},
        {0x25, true, "Data Link Feature"},
        {0x26, true, "Physical Layer 16.0 GT/s"},
        {0x27, true, "Lane Margining at the Receiver"},
        {0x2a, true, "Physical Layer 32.0 GT/s"},
        {0x2e, true, "Data Object Exchange"},
};

bool lspci_capability_id(struct lspci_line name, bool extended, uint16_t *ret)
{
	struct lspci_line rest;

	for (size_t i = 0; i < sizeof(capabilities) / sizeof(capabilities[0]); i++)
		if (capabilities[i].extended == extended &&
		    lspci_after(name, capabilities[i].name, &rest)) {
			*ret = capabilities[i].id;
			return true;
		}
	return false;
}
