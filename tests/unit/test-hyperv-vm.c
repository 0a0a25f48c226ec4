/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hyperv.h"
#include "test.h"

#include <errno.h>

/* VMs, their settings, and the devices that they have. */

#define GUID "0AF81C4E-1D2B-4E0A-9E6B-0123456789AB"
#define OTHER "1BF81C4E-1D2B-4E0A-9E6B-0123456789AB"

#define SETTINGS(more)                                                                             \
	"'Msvm_VirtualSystemSettingData': [{'InstanceID': 'Microsoft:" GUID "'" more "}]"
#define SYSTEM(state)                                                                              \
	"'Msvm_ComputerSystem': [{'Name': 'HV1', 'EnabledState': 2}, {'Name': '" GUID              \
	"', 'ElementName': 'build', 'EnabledState': " state "}]"
#define MEMORY(more)                                                                               \
	"'Msvm_MemorySettingData': [{'InstanceID': 'Microsoft:Definition\\X', 'VirtualQuantity': " \
	"'1'}, {'InstanceID': 'Microsoft:" GUID "\\4764', 'VirtualQuantity': '4096'" more "}]"
#define PROCESSOR                                                                                  \
	"'Msvm_ProcessorSettingData': [{'InstanceID': 'Microsoft:" GUID                            \
	"\\b637', 'VirtualQuantity': '8', 'ExposeVirtualizationExtensions': true}]"
#define NO_DEVICES "'Msvm_PciExpressSettingData': [], 'Msvm_PciExpress': []"
#define ALL(state, settings, memory, devices)                                                      \
	SYSTEM(state) ", " SETTINGS(settings) ", " MEMORY(memory) ", " PROCESSOR ", " devices

#define ANY_VM                                                                                     \
	"'Msvm_ComputerSystem': [{'Name': '" GUID                                                  \
	"', 'EnabledState': %s}], " SETTINGS("") ", " MEMORY("") ", " PROCESSOR ", %s"

#define DEVICES                                                                                    \
	"'Win32_PnPEntity': [" ENTITY("PCIP\\" V100, "") ", " ENTITY("PCI\\VEN_10DE&DEV_1DB1\\5",  \
	                                                             "") "]"
#define PLACES                                                                                     \
	"'PCIP\\" V100 "': {" KEY_BUS ": 59, " KEY_ADDRESS ": 0},"                                 \
	"'PCI\\VEN_10DE&DEV_1DB1\\5': {" KEY_BUS ": 60, " KEY_ADDRESS ": 0}"

/* A Msvm_PciExpressSettingData; `id` is the device's path with its backslashes doubled twice. */
#define SETTING(vm, id)                                                                            \
	"{'InstanceID': 'Microsoft:" vm "\\11', 'HostResource': ['\\\\HV1\\root\\virtualization"   \
	"\\v2:Msvm_PciExpress.CreationClassName=`Msvm_PciExpress`,DeviceID=`Microsoft:"            \
	"ED28B\\\\PCIP"                                                                            \
	"\\\\" id "`,SystemName=`HV1`']}"
#define V100_IN_PATH "VEN_10DE&DEV_1DB1&SUBSYS_121210DE&REV_A1\\\\4&1A2B3C4D&0&0000"
#define HAS_V100 SETTING(GUID, V100_IN_PATH)
#define HAS_GONE SETTING(GUID, "VEN_1234\\\\9")
#define HAS_MOUNTED SETTING(GUID, "VEN_10DE&DEV_1DB1\\\\5")
#define HAS_NONSENSE "{'InstanceID': 'Microsoft:" GUID "\\12', 'HostResource': ['nonsense']}"
#define FROM_POOL "{'InstanceID': 'Microsoft:" GUID "\\13', 'PoolID': 'v100'}"
#define EXPRESS(system) "{'DeviceInstancePath': 'PCIP\\" V100 "', 'SystemName': '" system "'}"
#define PCI_EXPRESS(settings, instances)                                                           \
	"'Msvm_PciExpressSettingData': [" settings "], 'Msvm_PciExpress': [" instances "]"

static struct dda_inventory *given_vms(const char *vms)
{
	const struct snapshot_text text = {.wmi = DEVICES, .vms = vms, .properties = PLACES};

	return decoded(&text, DDA_WANT_VMS | DDA_WANT_GUESTS);
}

static void test_vm(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given_vms(
	        ALL("2",
	            ", 'VirtualSystemSubType': 'Microsoft:Hyper-V:SubType:2', 'LowMmioGapSize': "
	            "'128', 'HighMmioGapSize': '33280', 'HighMmioGapBase': '65024', "
	            "'AutomaticShutdownAction': 3, 'UserSnapshotType': 3, 'Notes': ['a', 'b'], "
	            "'GuestControlledCacheTypes': false",
	            ", 'DynamicMemoryEnabled': true", NO_DEVICES));
	const struct vm *vm = &inventory->vms.items[0];

	assert_true(fact_is_known(inventory->vms_fact.fact));
	assert_int_equal(inventory->vms.count, 1);
	assert_string_equal(vm->name, "build");
	assert_string_equal(vm->uuid, GUID);
	assert_int_equal(vm->state, VM_RUNNING);
	assert_true(vm->persistent && vm->own_slots);
	assert_string_equal(vm->machine, "generation 2");
	assert_int_equal(vm->space.firmware, VM_UEFI);
	assert_true(vm_has_uefi(vm));
	assert_int_equal(vm->memory, UINT64_C(4) << 30);
	assert_int_equal(vm->vcpus, 8);
	assert_int_equal(vm->space.low_gap, UINT64_C(128) << 20);
	assert_int_equal(vm->space.high_gap, UINT64_C(33280) << 20);
	assert_int_equal(vm->space.high_base, UINT64_C(65024) << 20);
	assert_true(vm->settings.dynamic_memory && vm->settings.saved_at_stop &&
	            vm->settings.checkpoints && vm->settings.fixed_caches && vm->settings.nested);
	assert_string_equal(vm->settings.stop_action, "save");
	assert_string_equal(vm->settings.checkpoint_type, "production");
	assert_string_equal(vm->settings.notes, "a\nb");
	assert_true(fact_is_absent(vm->settings.saved));
	assert_true(fact_is_absent(vm->settings.snapshots));
}

static void test_fit_settings(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given_vms(
	        ALL("3",
	            ", 'AutomaticShutdownAction': 2, 'UserSnapshotType': 2, "
	            "'AutomaticSnapshotsEnabled': false, 'GuestControlledCacheTypes': true",
	            ", 'DynamicMemoryEnabled': false", NO_DEVICES));
	const struct vm_settings *settings = &inventory->vms.items[0].settings;

	assert_false(settings->dynamic_memory || settings->saved_at_stop || settings->checkpoints ||
	             settings->fixed_caches);
	assert_null(settings->notes);
}

static const struct {
	const char *number;
	enum vm_state state;
	bool saved;
} states[] = {
        {"2", VM_RUNNING, false},     {"3", VM_OFF, false},         {"4", VM_RUNNING, false},
        {"6", VM_OFF, true},          {"9", VM_RUNNING, false},     {"10", VM_RUNNING, false},
        {"32768", VM_RUNNING, false}, {"32769", VM_OFF, true},      {"32773", VM_RUNNING, false},
        {"32777", VM_RUNNING, false}, {"32779", VM_OFF, true},      {"32782", VM_UNKNOWN, false},
        {"null", VM_UNKNOWN, false},  {"'two'", VM_UNKNOWN, false},
};

static void test_states(void **state)
{
	for (size_t i = 0; i < COUNT(states); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_free_ char *vms = NULL;

		assert_true(asprintf(&vms, ANY_VM, states[i].number, NO_DEVICES) > 0);
		inventory = given_vms(vms);
		assert_int_equal(inventory->vms.items[0].state, states[i].state);
		assert_string_equal(inventory->vms.items[0].name, GUID);
		assert_int_equal(fact_is_present(inventory->vms.items[0].settings.saved),
		                 states[i].saved);
	}
}

#define CHECKPOINT                                                                                 \
	"'Msvm_VirtualSystemSettingData': [{'InstanceID': 'Microsoft:" OTHER                       \
	"', 'VirtualSystemType': 'Microsoft:Hyper-V:Snapshot:Realized', "                          \
	"'VirtualSystemIdentifier': '" GUID "', 'IsSaved': true}]"

/* Settings of checkpoints belong to their VM by another name, and are not its own. */
static void test_checkpoint(void **state)
{
	static const char vms[] = SYSTEM("3") ", " CHECKPOINT ", " MEMORY(
	        "") ", " PROCESSOR ", " PCI_EXPRESS(SETTING(OTHER, V100_IN_PATH), "");
	_cleanup_inventory_ struct dda_inventory *inventory = given_vms(vms);

	assert_true(fact_is_present(inventory->vms.items[0].settings.snapshots));
	assert_int_equal(inventory->vms.items[0].hostdevs.count, 0);
}

#define GONE_ALL HAS_GONE ", " HAS_MOUNTED ", " HAS_NONSENSE
#define BOTH EXPRESS("HV1") ", " EXPRESS(GUID)

static const struct {
	const char *devices, *state;
	unsigned hostdevs, stale, missing;
	enum function_state function;
	bool seen; /* by the guest, while the VM runs */
} assigned[] = {
        {PCI_EXPRESS(HAS_V100, ""), "3", 1, 0, 0, FUNCTION_ASSIGNED, false},
        {PCI_EXPRESS(HAS_V100, BOTH), "2", 1, 0, 0, FUNCTION_IN_USE, true},
        {PCI_EXPRESS(HAS_V100, EXPRESS("HV1")), "2", 1, 0, 0, FUNCTION_IN_USE, false},
        {PCI_EXPRESS(FROM_POOL, BOTH), "2", 1, 0, 0, FUNCTION_IN_USE, true},
        {PCI_EXPRESS("", EXPRESS("HV1")), "3", 0, 0, 0, FUNCTION_DISMOUNTED, false},
        /* not there any more, back on the host, and whatever that may be */
        {PCI_EXPRESS(GONE_ALL, ""), "3", 2, 3, 2, FUNCTION_DISMOUNTED, false},
};

static void test_assigned(void **state)
{
	for (size_t i = 0; i < COUNT(assigned); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_free_ char *vms = NULL;
		const struct vm *vm;

		assert_true(asprintf(&vms, ANY_VM, assigned[i].state, assigned[i].devices) > 0);
		inventory = given_vms(vms);
		vm = &inventory->vms.items[0];
		assert_int_equal(vm->hostdevs.count, assigned[i].hostdevs);
		assert_int_equal(vm->stale.count, assigned[i].stale);
		assert_int_equal(inventory->functions.count, 2 + assigned[i].missing);
		for (unsigned j = 0; j < assigned[i].missing; j++)
			assert_int_equal(inventory->functions.items[2 + j].state, FUNCTION_MISSING);
		assert_int_equal(inventory->functions.items[0].state, assigned[i].function);
		assert_int_equal(inventory->functions.items[1].state, FUNCTION_HOST);
		if (vm->hostdevs.count && vm->state == VM_RUNNING)
			assert_int_equal(fact_is_present(vm->hostdevs.items[0].seen),
			                 assigned[i].seen);
		if (assigned[i].stale)
			assert_string_equal(vm->stale.items[0], "PCIP\\VEN_1234\\9");
	}
}

#define FAILED(result)                                                                             \
	", 'errors': {'root\\virtualization\\v2': {'Msvm_ComputerSystem': {'result': " result "}}" \
	"}"

/* Who can't be asked is unknown, and why. */
static void test_no_answer(void **state)
{
	struct snapshot_text text = {.wmi = DEVICES, .rest = FAILED("2147749902")};
	struct dda_inventory *inventory = decoded(&text, DDA_WANT_VMS);

	assert_int_equal(inventory->vms_fact.fact.state, FACT_UNKNOWN);
	assert_string_equal(inventory->vms_fact.value,
	                    "Hyper-V is not installed; install it: Install-WindowsFeature Hyper-V "
	                    "-IncludeManagementTools -Restart");
	dda_inventory_free(inventory);
	text.rest = NULL;
	inventory = decoded(&text, DDA_WANT_VMS);
	assert_int_equal(inventory->vms_fact.fact.state, FACT_UNKNOWN);
	dda_inventory_free(inventory);
	inventory = decoded(&text, DDA_WANT_VMS_IF_NEEDED);
	assert_int_equal(inventory->vms_fact.fact.state, FACT_NOT_ASKED);
	dda_inventory_free(inventory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_vm),       cmocka_unit_test(test_fit_settings),
	        cmocka_unit_test(test_states),   cmocka_unit_test(test_checkpoint),
	        cmocka_unit_test(test_assigned), cmocka_unit_test(test_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
