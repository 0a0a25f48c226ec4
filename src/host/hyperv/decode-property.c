/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>

#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"
#include "model/port.h"

/* Transfer rates by the number that stands for them in PCI Express registers. */
static const char *speed_name(uint64_t code)
{
	static const char *const names[] = {NULL,
	                                    "2.5 GT/s PCIe",
	                                    "5.0 GT/s PCIe",
	                                    "8.0 GT/s PCIe",
	                                    "16.0 GT/s PCIe",
	                                    "32.0 GT/s PCIe",
	                                    "64.0 GT/s PCIe"};

	return code < sizeof(names) / sizeof(names[0]) ? names[code] : NULL;
}

static struct fact_text decode_speed(const struct device *device, const char *key,
                                     const char *source)
{
	struct fact_number code = device_number(device, key, source);
	struct fact_text speed = {.fact = code.fact};

	if (fact_is_present(code.fact) && !(speed.value = speed_name(code.value)))
		speed.fact = fact_absent(source);
	return speed;
}

static int decode_width(const struct device *device, const char *key, const char *source,
                        struct arena *arena, struct fact_text *ret)
{
	struct fact_number lanes = device_number(device, key, source);
	struct fact_text width = {.fact = lanes.fact};

	if (fact_is_present(lanes.fact) && lanes.value == 0)
		width.fact = fact_absent(source);
	if (fact_is_present(width.fact))
		width.value = arena_format(arena, "%llu", (unsigned long long)lanes.value);
	*ret = width;
	return fact_is_present(width.fact) && !width.value ? -ENOMEM : 0;
}

static int decode_link(const struct device *device, struct arena *arena,
                       struct dda_function *function)
{
	function->details->link_speed = decode_speed(device, PCI_LINK_SPEED,
	                                             "DEVPKEY_PciDevice_CurrentLinkSpeed");
	function->details->link_speed_max = decode_speed(device, PCI_LINK_SPEED_MAX,
	                                                 "DEVPKEY_PciDevice_MaxLinkSpeed");
	if (decode_width(device, PCI_LINK_WIDTH, "DEVPKEY_PciDevice_CurrentLinkWidth", arena,
	                 &function->details->link_width) < 0)
		return -ENOMEM;
	return decode_width(device, PCI_LINK_WIDTH_MAX, "DEVPKEY_PciDevice_MaxLinkWidth", arena,
	                    &function->details->link_width_max);
}

/* What Windows calls the type of a device, as the device/port type of the PCI Express capability.
 */
enum { CONVENTIONAL = -1, FIRMWARE = -2 };

static int port_type_of(uint64_t type)
{
	static const int types[] = {
	        [0] = CONVENTIONAL,
	        [1] = CONVENTIONAL, /* PCI-X */
	        [2] = PORT_ENDPOINT,
	        [3] = PORT_LEGACY_ENDPOINT,
	        [4] = PORT_INTEGRATED_ENDPOINT,
	        [5] = FIRMWARE,     /* Express, but treated as conventional */
	        [6] = CONVENTIONAL, /* bridges */
	        [7] = CONVENTIONAL,
	        [8] = PORT_ROOT,
	        [9] = PORT_UPSTREAM,
	        [10] = PORT_DOWNSTREAM,
	        [11] = PORT_TO_PCI,
	        [12] = PORT_FROM_PCI,
	        [13] = FIRMWARE, /* bridge that is treated as conventional */
	        [14] = PORT_EVENT_COLLECTOR,
	};

	return type < sizeof(types) / sizeof(types[0]) ? types[type] : CONVENTIONAL;
}

static void decode_type(const struct device *device, struct dda_function *function)
{
	static const char source[] = "DEVPKEY_PciDevice_DeviceType";
	struct fact_number type = device_number(device, PCI_DEVICE_TYPE, source);
	int port = port_type_of(type.value);

	function->details->port_type.fact = function->details->native_control = type.fact;
	if (!fact_is_present(type.fact))
		return;
	if (port == FIRMWARE)
		function->details->native_control = fact_absent(source);
	if (port < 0)
		function->details->port_type.fact = fact_absent(source);
	else
		function->details->port_type.value = (uint64_t)port;
}

/* A truth as a fact: present or absent. */
static struct fact decode_truth(const struct device *device, const char *key, const char *source)
{
	bool own = json_object_get(device->properties, key), truth;

	if (!value_boolean(own ? device->properties : device->before, key, &truth))
		return fact_unknown(source, ENODATA);
	return truth ? fact_known(source) : fact_absent(source);
}

static int decode_version(const struct device *device, struct arena *arena,
                          struct dda_function *function)
{
	const char *version = json_string_value(device_property(device, DEVICE_DRIVER_VERSION));

	function->details->driver_version.fact =
	        version ? fact_known("DEVPKEY_Device_DriverVersion")
	                : fact_absent("DEVPKEY_Device_DriverVersion");
	function->details->driver_version.value = arena_text(arena, version);
	return version && !function->details->driver_version.value ? -ENOMEM : 0;
}

static int decode_device(const struct device *device, struct arena *arena,
                         struct dda_function *function)
{
	struct fact post = decode_truth(device, PCI_ON_POST_PATH, "DEVPKEY_PciDevice_OnPostPath");

	/* Only what lies on that path has this property. */
	if (device->properties && post.state == FACT_UNKNOWN)
		post = fact_absent(post.source);
	function->details->numa_node = device_number(device, DEVICE_NUMA_NODE,
	                                             "DEVPKEY_Device_Numa_Node");
	function->details->boot_vga = (struct fact_number){.fact = post,
	                                                   .value = fact_is_present(post)};
	function->details->reserved_memory = decode_truth(
	        device, PCI_RESERVED_MEMORY, "DEVPKEY_PciDevice_RequiresReservedMemoryRegion");
	function->details->isolated = decode_truth(device, PCI_ACS_UP_HIERARCHY,
	                                           "DEVPKEY_PciDevice_AcsCompatibleUpHierarchy");
	decode_type(device, function);
	if (decode_version(device, arena, function) < 0)
		return -ENOMEM;
	return decode_link(device, arena, function);
}

int decode_properties(struct decoder *decoder)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < decoder->devices.count; i++)
		r = decode_device(&decoder->devices.items[i], &decoder->inventory->arena,
		                  &decoder->inventory->functions.items[i]);
	return r;
}
