/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hyperv.h"
#include "test.h"

#include <errno.h>
#include <string.h>

/* Which devices there are, where they are and what they are. */

static const struct dda_function *at(const struct dda_inventory *inventory, const char *address)
{
	struct address parsed;
	int index;

	assert_int_equal(address_parse(address, &parsed), 0);
	index = inventory_find(inventory, parsed);
	if (index < 0)
		fail_msg("no function at %s", address);
	return &inventory->functions.items[index];
}

#define PLACE(bus, number, path)                                                                   \
	KEY_BUS ": " bus ", " KEY_ADDRESS ": " number ", " KEY_PATHS ": ['" path "']"
#define PORT_PLACE "'" PORT "': {" PLACE("58", "0", "PCIROOT(3A)#PCI(0000)") "}"

static void test_gpu(void **state)
{
	const struct snapshot_text text = {
	        .wmi = "'Win32_PnPEntity': [" ENTITY(PORT, "") ", " ENTITY(
	                "PCI\\" V100,
	                ", 'Name': 'NVIDIA Tesla V100', 'Service': 'nvlddmkm',"
	                "'HardwareID': ['PCI\\VEN_10DE&DEV_1DB1&SUBSYS_121210DE&REV_A1',"
	                "'PCI\\VEN_10DE&DEV_1DB1&CC_030200', "
	                "'PCI\\VEN_10DE&DEV_1DB1&CC_0302']") "]",
	        .properties = PORT_PLACE
	        ", 'PCI\\" V100 "': {" KEY_PATHS
	        ": ['ACPI(_SB_)#ACPI(PC02)', 'PCIROOT(3A)#PCI(0000)#PCI(0000)']," KEY_BUS
	        ": 59, " KEY_ADDRESS ": 0, " KEY_PARENT ": '" PORT "', " KEY_NUMA ": 1," KEY_VERSION
	        ": '31.0.15.3770', " KEY_PCI(1) ": 2, " KEY_PCI(31) ": 3," KEY_PCI(
	                34) ": false, " KEY_PCI(9) ": 3, " KEY_PCI(10) ": 16, " KEY_PCI(37) ": "
	                                                                                    "true}",
	};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, DDA_WANT_DETAILS);
	const struct dda_function *gpu = at(inventory, "0000:3b:00.0");
	char name[FUNCTION_NAME_MAX];

	assert_int_equal(inventory->functions.count, 2);
	assert_string_equal(gpu->location_path, "PCIROOT(3A)#PCI(0000)#PCI(0000)");
	assert_string_equal(gpu->instance_path, "PCI\\" V100);
	assert_string_equal(function_name(gpu, name, sizeof(name)), "NVIDIA Tesla V100");
	assert_int_equal(gpu->vendor_id.value, 0x10de);
	assert_int_equal(gpu->device_id.value, 0x1db1);
	assert_int_equal(gpu->details->subsystem_vendor_id.value, 0x10de);
	assert_int_equal(gpu->details->subsystem_device_id.value, 0x1212);
	assert_int_equal(gpu->details->revision.value, 0xa1);
	assert_int_equal(gpu->class_code.value, 0x030200);
	assert_string_equal(gpu->driver.value, "nvlddmkm");
	assert_string_equal(gpu->details->driver_version.value, "31.0.15.3770");
	assert_string_equal(gpu->details->link_speed.value, "8.0 GT/s PCIe");
	assert_string_equal(gpu->details->link_width.value, "16");
	assert_int_equal(gpu->details->link_width_max.fact.state, FACT_UNKNOWN);
	assert_int_equal(gpu->details->numa_node.value, 1);
	assert_int_equal(gpu->details->port_type.value, 0);
	assert_true(fact_is_present(gpu->details->native_control));
	assert_true(fact_is_present(gpu->details->isolated));
	assert_true(fact_is_absent(gpu->details->reserved_memory));
	assert_int_equal(gpu->details->boot_vga.value, 1);
	assert_int_equal(gpu->state, FUNCTION_HOST);
	assert_ptr_equal(&inventory->functions.items[gpu->parent], at(inventory, "0000:3a:00.0"));
}

/* What says nothing is unknown, never fine. */
static void test_nothing_told(void **state)
{
	const struct snapshot_text text = {
	        .wmi = "'Win32_PnPEntity': [{'DeviceID': 'PCI\\ODD', 'Present': true}]"};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, DDA_WANT_DETAILS);
	const struct dda_function *odd = &inventory->functions.items[0];

	assert_int_equal(inventory->functions.count, 1);
	assert_int_equal(odd->vendor_id.fact.state, FACT_UNKNOWN);
	assert_int_equal(odd->class_code.fact.state, FACT_UNKNOWN);
	assert_int_equal(odd->driver.fact.state, FACT_UNKNOWN);
	assert_int_equal(odd->details->isolated.state, FACT_UNKNOWN);
	assert_int_equal(odd->details->boot_vga.fact.state, FACT_UNKNOWN);
	assert_int_equal(odd->details->reserved_memory.state, FACT_UNKNOWN);
	assert_int_equal(odd->details->native_control.state, FACT_UNKNOWN);
	assert_int_equal(odd->details->port_type.fact.state, FACT_UNKNOWN);
	assert_null(odd->location_path);
	assert_string_equal(odd->address_text.text, "ffff0000:00:00.0");
}

static const struct {
	const char *id, *more; /* of the entity */
	enum function_state state;
	const char *driver;
} states[] = {
        {"PCI\\" V100, ", 'Service': 'a'", FUNCTION_HOST, "a"},
        {"PCI\\" V100, "", FUNCTION_HOST, NULL},
        {"PCI\\" V100, ", 'Service': 'a', 'ConfigManagerErrorCode': 22", FUNCTION_DISABLED, NULL},
        {"PCI\\" V100, ", 'Service': 'a', 'ConfigManagerErrorCode': 43", FUNCTION_HOST, "a"},
        {"PCIP\\" V100, ", 'Service': 'pcip'", FUNCTION_DISMOUNTED, "pcip"},
};

static void test_states(void **state)
{
	for (size_t i = 0; i < COUNT(states); i++) {
		_cleanup_free_ char *wmi = NULL;
		struct snapshot_text text;
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;

		assert_true(asprintf(&wmi,
		                     "'Win32_PnPEntity': [{'DeviceID': '%s', 'Present': true%s%s}]",
		                     states[i].id,
		                     strstr(states[i].more, "ErrorCode")
		                             ? ""
		                             : ", 'ConfigManagerErrorCode': 0",
		                     states[i].more) > 0);
		text = (struct snapshot_text){.wmi = wmi};
		inventory = decoded(&text, 0);
		assert_int_equal(inventory->functions.items[0].state, states[i].state);
		if (states[i].driver)
			assert_string_equal(inventory->functions.items[0].driver.value,
			                    states[i].driver);
		else
			assert_true(fact_is_absent(inventory->functions.items[0].driver.fact));
	}
}

/* A dismounted device has two nodes. The one that is present counts; name and bus are the other's.
 */
static void test_two_nodes(void **state)
{
	const struct snapshot_text text = {
	        .wmi = "'Win32_PnPEntity': [" ENTITY(
	                "PCIP\\" V100,
	                ", 'Name': 'Dismounted'") ", {'DeviceID': 'PCI\\" V100
	                                          "', 'Present': false, 'Name': 'Tesla',"
	                                          "'ConfigManagerErrorCode': 45}, {'DeviceID': "
	                                          "'PCI\\GONE', 'Present': false}]",
	        .properties = "'PCIP\\" V100 "': {" KEY_ADDRESS ": 65537," KEY_PATHS
	                      ": ['PCIROOT(3A)#PCI(0000)#PCI(0101)']},"
	                      "'PCI\\" V100 "': {" KEY_BUS ": 59}",
	};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, 0);

	assert_int_equal(inventory->functions.count, 1);
	assert_int_equal(at(inventory, "0000:3b:01.1")->state, FUNCTION_DISMOUNTED);
	assert_string_equal(inventory->functions.items[0].device_name, "Tesla");
	assert_string_equal(inventory->functions.items[0].instance_path, "PCI\\" V100);
}

#define NODE(name, place) "'PCI\\" name "': {" place "}"

/* A bus that is not told is that of another function behind the same bridge, else a made-up one; no
 * two functions have the same address, whatever is said. */
static void test_unknown_bus(void **state)
{
	const struct snapshot_text text = {
	        .wmi = "'Win32_PnPEntity': [" ENTITY("PCI\\A", "") "," ENTITY(
	                "PCI\\B",
	                "") "," ENTITY("PCI\\C",
	                               "") "," ENTITY("PCI\\D",
	                                              "") "," ENTITY("PCI\\E",
	                                                             "") "," ENTITY("PCI\\F",
	                                                                            "") "]",
	        .properties = NODE("A", PLACE("59", "0", "PCIROOT(0)#PCI(0100)#PCI(0000)")) "," NODE("B", KEY_PATHS ": ['PCIROOT(0)#PCI(0100)#PCI(0001)']") "," NODE(
	                "C", KEY_PATHS
	                ": ['PCIROOT(0)#PCI(0200)#PCI(0000)']") "," NODE("D", KEY_PATHS
	                                                                 ": "
	                                                                 "['PCIROOT(0)#PCI("
	                                                                 "0200)#PCI(0002)'"
	                                                                 "]") "," NODE("E",
	                                                                               PLACE("59",
	                                                                                     "0",
	                                                                                     "PCIRO"
	                                                                                     "OT(9)"
	                                                                                     "#PCI("
	                                                                                     "0000"
	                                                                                     ")")) "," NODE("F",
	                                                                                                    PLACE("315",
	                                                                                                          "196608",
	                                                                                                          "PCIROOT(8)#PCI(0300)")),
	};
	static const struct {
		const char *address, *path;
	} expected[] = {
	        {"0000:3b:00.0", NULL}, /* A or E: the other one's is made up */
	        {"0000:3b:00.1", "PCIROOT(0)#PCI(0100)#PCI(0001)"},
	        {"0001:3b:03.0", "PCIROOT(8)#PCI(0300)"},
	        {"ffff0000:00:00.0", "PCIROOT(0)#PCI(0200)#PCI(0000)"},
	        {"ffff0000:00:00.2", "PCIROOT(0)#PCI(0200)#PCI(0002)"},
	        {"ffff0000:01:00.0", NULL},
	};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, 0);

	assert_int_equal(inventory->functions.count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		assert_string_equal(function->address_text.text, expected[i].address);
		if (expected[i].path)
			assert_string_equal(function->location_path, expected[i].path);
	}
}

/* Without its name the bridge is found by the path; one that would make a circle is none. */
static void test_bridges(void **state)
{
	const struct snapshot_text text = {
	        .wmi = "'Win32_PnPEntity': [" ENTITY(PORT, "") "," ENTITY("PCI\\A", "") "," ENTITY(
	                "PCI\\B", "") "]",
	        .properties =
	                "'" PORT "': {" KEY_PARENT
	                ": 'PCI\\B', " PLACE("0", "65536", "PCIROOT(0)#PCI(0100)") "}," NODE(
	                        "A",
	                        PLACE("1", "0",
	                              "PCIROOT(0)#PCI(0100)#PCI(0000)")) "," NODE("B",
	                                                                          PLACE("1", "1",
	                                                                                "pciroot(0)"
	                                                                                "#pci(0100)"
	                                                                                "#pci("
	                                                                                "0001)") ","
	                                                                                         " " KEY_PARENT
	                                                                                         ":"
	                                                                                         " "
	                                                                                         "'" PORT
	                                                                                         "'"),
	};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, 0);

	assert_int_equal(at(inventory, "0000:00:01.0")->parent, -1);
	assert_int_equal(at(inventory, "0000:01:00.0")->parent, 0);
	assert_int_equal(at(inventory, "0000:01:00.1")->parent, 0);
	assert_string_equal(at(inventory, "0000:01:00.1")->location_path,
	                    "PCIROOT(0)#PCI(0100)#PCI(0001)");
}

static const struct {
	const char *type;
	int port; /* -1: absent */
	bool native;
} types[] = {{"0", -1, true}, {"2", 0, true},  {"3", 1, true},    {"4", 9, true},  {"5", -1, false},
             {"8", 4, true},  {"10", 6, true}, {"13", -1, false}, {"99", -1, true}};

static void test_types(void **state)
{
	for (size_t i = 0; i < COUNT(types); i++) {
		_cleanup_free_ char *properties = NULL;
		struct snapshot_text text = {
		        .wmi = "'Win32_PnPEntity': [" ENTITY("PCI\\A", "") "]"};
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		const struct dda_function *function;

		assert_true(asprintf(&properties, "'PCI\\A': {%s: %s}", KEY_PCI(1), types[i].type) >
		            0);
		text.properties = properties;
		inventory = decoded(&text, DDA_WANT_DETAILS);
		function = &inventory->functions.items[0];
		assert_int_equal(fact_is_present(function->details->native_control),
		                 types[i].native);
		if (types[i].port >= 0)
			assert_int_equal(function->details->port_type.value, types[i].port);
		assert_int_equal(function->details->port_type.fact.state, FACT_KNOWN);
		assert_int_equal(function->details->port_type.fact.present, types[i].port >= 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_gpu),         cmocka_unit_test(test_nothing_told),
	        cmocka_unit_test(test_states),      cmocka_unit_test(test_two_nodes),
	        cmocka_unit_test(test_unknown_bus), cmocka_unit_test(test_bridges),
	        cmocka_unit_test(test_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
