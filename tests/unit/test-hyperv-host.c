/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hyperv.h"
#include "test.h"

#include <errno.h>

/* What the host says of itself, and what of it hangs on devices. */

#define HOST(type)                                                                                 \
	"'Win32_PnPEntity': [], 'Win32_OperatingSystem': [{'CSName': 'HV1', 'Caption': "           \
	"'Microsoft Windows Server 2022 Standard', 'BuildNumber': '20348', 'ProductType': " type   \
	"}]"
#define IOV "'Msvm_VirtualEthernetSwitchManagementCapabilities': "

static void test_host(void **state)
{
	const struct snapshot_text text = {
	        .wmi = HOST("3"),
	        .vms = IOV "[{'IOVSupport': false, 'IOVSupportReasons': ['No ACS.', 'No SLAT.']}]",
	        .rest = ", 'registry': {'RequireSecureDeviceAssignment': 0, "
	                "'RequireSupportedDeviceAssignment': null}",
	};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, 0);
	const struct hyperv_host *host = &inventory->hyperv;

	assert_int_equal(inventory->platform, PLATFORM_HYPERV);
	assert_string_equal(inventory->host_name, "HV1");
	assert_string_equal(host->edition.value, "Microsoft Windows Server 2022 Standard");
	assert_int_equal(host->build.value, 20348);
	assert_true(fact_is_present(host->server));
	assert_true(fact_is_absent(host->iov.fact));
	assert_string_equal(host->iov.value, "No ACS. No SLAT.");
	assert_true(fact_is_present(host->require_secure.fact));
	assert_int_equal(host->require_secure.value, 0);
	assert_true(fact_is_absent(host->require_supported.fact));
	assert_false(inventory->live || inventory->privileged);
}

static void test_client(void **state)
{
	const struct snapshot_text text = {.wmi = HOST("1"), .vms = IOV "[{'IOVSupport': true}]"};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, 0);

	assert_true(fact_is_absent(inventory->hyperv.server));
	assert_true(fact_is_present(inventory->hyperv.iov.fact));
	assert_true(fact_is_present(inventory->hyperv.installed));
	assert_int_equal(inventory->hyperv.require_secure.fact.state, FACT_NOT_ASKED);
}

static void test_mute_host(void **state)
{
	const struct snapshot_text text = {
	        .wmi = "'Win32_PnPEntity': [], 'Win32_OperatingSystem': [{}]",
	        .rest = ", 'errors': {'root\\virtualization\\v2': "
	                "{'Msvm_VirtualEthernetSwitchManagementCapabilities': "
	                "{'result': 2147749902}}, 'registry': "
	                "{'RequireSecureDeviceAssignment': {'result': 2147749891}}}"};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, 0);
	const struct hyperv_host *host = &inventory->hyperv;

	assert_null(inventory->host_name);
	assert_int_equal(host->edition.fact.state, FACT_UNKNOWN);
	assert_int_equal(host->server.state, FACT_UNKNOWN);
	assert_true(fact_is_absent(host->installed));
	assert_int_equal(host->iov.fact.state, FACT_UNKNOWN);
	assert_int_equal(host->require_secure.fact.error, EACCES);
}

#define NVME "PCI\\VEN_144D&DEV_A808\\5"
#define NIC "PCI\\VEN_8086&DEV_1572\\6"
#define GPU "PCI\\VEN_10DE&DEV_1DB1\\7"
/* The port above the network card lists it among its children. */
#define ROOT_PORT "PCI\\VEN_1022&DEV_1483\\8"
#define CLASS(id, class) ENTITY(id, ", 'HardwareID': ['X&CC_" class "']")
#define CARDS                                                                                      \
	"'Win32_PnPEntity': [" CLASS(ROOT_PORT, "060400") ", " CLASS(NVME, "010802") ", " CLASS(   \
	        NIC, "020000") ", " CLASS(GPU, "030000") "]"
#define TREE                                                                                       \
	"'" ROOT_PORT "': {" KEY_BUS ": 9, " KEY_CHILDREN ": ['" NIC "']},"                        \
	"'" NVME "': {" KEY_BUS ": 5, " KEY_CHILDREN ": ['SCSI\\DISK\\5']},"                       \
	"'" NIC "': {" KEY_BUS ": 6}, '" GPU "': {" KEY_BUS ": 7, " KEY_PCI(37) ": true}"
#define DISKS                                                                                      \
	", 'Win32_DiskDrive': [{'PNPDeviceID': 'scsi\\disk\\5', 'Index': 3, 'Model': 'PM983'}]"
#define NETWORK                                                                                    \
	", 'Win32_NetworkAdapter': [{'PNPDeviceID': '" NIC "', 'GUID': '{AB}', 'InterfaceIndex': " \
	"12, 'NetConnectionID': 'Ethernet 2'}]"

struct holder_case {
	const char *disks, *routes, *ports;
	bool disk_vital, network_vital;
	int storage_state; /* of what is known of the NVMe controller */
};

static const struct holder_case holders[] = {
        {"{'Number': 3, 'IsBoot': true, 'IsSystem': true}",
         "{'Destination': '0.0.0.0', 'Mask': '0.0.0.0', 'InterfaceIndex': 12}", "", true, true,
         FACT_KNOWN},
        {"{'Number': 3, 'IsBoot': false, 'IsSystem': false}",
         "{'Destination': '0.0.0.0', 'Mask': '0.0.0.0', 'InterfaceIndex': 13}", "", false, false,
         FACT_KNOWN},
        {"{'Number': 3, 'IsBoot': false, 'IsSystem': true}",
         "{'Destination': '10.0.0.0', 'Mask': '255.0.0.0', 'InterfaceIndex': 12}",
         "{'DeviceID': 'Microsoft:{ab}', 'IsBound': true}", true, true, FACT_KNOWN},
        /* the host's own disk is somewhere else, and nobody knows where */
        {"{'Number': 0, 'IsBoot': true, 'IsSystem': true}", "",
         "{'DeviceID': 'Microsoft:{AB}', 'IsBound': false}", false, false, FACT_UNKNOWN},
};

static struct dda_inventory *given_holders(const struct holder_case *test)
{
	_cleanup_free_ char *wmi = NULL, *vms = NULL;
	struct snapshot_text text;

	assert_true(asprintf(&wmi, CARDS DISKS NETWORK ", 'Win32_IP4RouteTable': [%s]",
	                     test->routes) > 0);
	assert_true(asprintf(&vms,
	                     "'Msvm_ExternalEthernetPort': [%s]}, "
	                     "'root\\Microsoft\\Windows\\Storage': {'MSFT_Disk': [%s]",
	                     test->ports, test->disks) > 0);
	text = (struct snapshot_text){.wmi = wmi, .vms = vms, .properties = TREE};
	return decoded(&text, DDA_WANT_DETAILS);
}

static void assert_holder(const struct dda_function *function, enum holder_kind kind, bool vital,
                          const char *name)
{
	assert_int_equal(function->holders.count, 1);
	assert_int_equal(function->holders.items[0].kind, kind);
	assert_int_equal(function->holders.items[0].vital, vital);
	assert_string_equal(function->holders.items[0].name, name);
}

static void test_holders(void **state)
{
	for (size_t i = 0; i < COUNT(holders); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given_holders(&holders[i]);
		const struct dda_function *functions = inventory->functions.items;

		assert_holder(&functions[0], HOLDER_DISK, holders[i].disk_vital, "disk 3 (PM983)");
		assert_int_equal(functions[0].holders_fact.state, holders[i].storage_state);
		assert_holder(&functions[1], HOLDER_NETWORK, holders[i].network_vital,
		              "network connection Ethernet 2");
		assert_holder(&functions[2], HOLDER_DISPLAY, false, "display");
		assert_int_equal(functions[2].holders_fact.state, FACT_KNOWN);
	}
}

static void test_holders_not_asked(void **state)
{
	const struct snapshot_text text = {.wmi = CARDS, .properties = TREE};
	_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text, DDA_WANT_DETAILS);

	assert_int_equal(inventory->functions.items[0].holders_fact.state, FACT_NOT_ASKED);
}

#define PARTITIONABLE                                                                              \
	"'Msvm_PartitionableGpu': [{'Name': '\\\\?\\PCI#VEN_10DE&DEV_1DB1#7#{0640}\\GPUPARAV'}], "

static const struct {
	const char *vms;
	int state;
	bool present;
} partitions[] = {
        {PARTITIONABLE "'Msvm_GpuPartitionSettingData': []", FACT_KNOWN, false},
        {PARTITIONABLE "'Msvm_GpuPartitionSettingData': [{'InstanceID': "
                       "'Microsoft:Definition\\X\\Default'}]",
         FACT_KNOWN, false},
        {PARTITIONABLE "'Msvm_GpuPartitionSettingData': [{'InstanceID': 'Microsoft:0AF8\\X'}]",
         FACT_KNOWN, true},
        {PARTITIONABLE
         "'Msvm_GpuPartitionSettingData': [{'InstanceID': 'Microsoft:0AF8\\X', 'HostResource': "
         "['root:Msvm_PartitionableGpu.Name=`\\\\\\\\?\\\\PCI#VEN_10DE&DEV_1DB1#7#{0640}\\\\"
         "GPUPARAV`']}]",
         FACT_KNOWN, true},
        {PARTITIONABLE
         "'Msvm_GpuPartitionSettingData': [{'InstanceID': 'Microsoft:0AF8\\X', 'HostResource': "
         "['root:Msvm_PartitionableGpu.Name=`another`']}]",
         FACT_KNOWN, false},
        {PARTITIONABLE "'x': 0", FACT_NOT_ASKED, false},
};

static void test_partitions(void **state)
{
	for (size_t i = 0; i < COUNT(partitions); i++) {
		const struct snapshot_text text = {
		        .wmi = CARDS, .vms = partitions[i].vms, .properties = TREE};
		_cleanup_inventory_ struct dda_inventory *inventory = decoded(&text,
		                                                              DDA_WANT_DETAILS);
		const struct dda_function *functions = inventory->functions.items;

		assert_int_equal(functions[2].details->partitioned.state, partitions[i].state);
		assert_int_equal(functions[2].details->partitioned.present, partitions[i].present);
		assert_false(functions[0].details->partitioned.present);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_host),       cmocka_unit_test(test_client),
	        cmocka_unit_test(test_mute_host),  cmocka_unit_test(test_holders),
	        cmocka_unit_test(test_partitions), cmocka_unit_test(test_holders_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
