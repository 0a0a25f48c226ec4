/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "base/text.h"
#include "fixture.h"
#include "host/hyperv/explain.h"

/* What Hyper-V calls things, and the cmdlets that a person would type. */

#define MIB (UINT64_C(1) << 20)
#define INSTANCE "PCI\\VEN_10DE&DEV_1DB1\\4&1A2B3C4D&0&0000"
#define PLACE "PCIROOT(0)#PCI(0300)#PCI(0000)"
#define NOTES                                                                                      \
	"Ours.\r\ndda: settings before: AutomaticShutdownAction=3>2 UserSnapshotType=5>2 "         \
	"AutomaticSnapshotsEnabled=true>false GuestControlledCacheTypes=false>true "               \
	"LowMmioGapSize=128>3072 HighMmioGapSize=512>33280 HighMmioGapBase=64000>61440 "           \
	"DynamicMemoryEnabled=true>false"

/* Function 0000:01:00.0 with all names, and the VM a. */
static struct dda_inventory *host(const char *instance)
{
	struct dda_inventory *inventory = given("hyperv\nfunction 0000:01:00.0 0302 - -\nvm a off");

	inventory->functions.items[0].location_path = arena_text(&inventory->arena, PLACE);
	inventory->functions.items[0].instance_path = arena_text(&inventory->arena, instance);
	inventory->vms.items[0].settings.notes = arena_text(&inventory->arena, NOTES);
	return inventory;
}

static char *said(const char *instance, struct step step)
{
	_cleanup_inventory_ struct dda_inventory *inventory = host(instance);
	struct hyperv_names names = {0};
	char *text;

	if (!step.vm)
		step.vm = "a";
	step.function = inventory->functions.items[0].address;
	assert_int_equal(names_note(&names, inventory), 0);
	text = explain_powershell(&names, &step);
	assert_non_null(text);
	names_deinit(&names);
	return text;
}

#define SPACE(low, high, base)                                                                     \
	{                                                                                          \
		.low_gap = low * MIB, .high_gap = high * MIB, .high_base = base * MIB              \
	}
#define BASE_BEGIN                                                                                 \
	"$vm = Get-CimInstance -Namespace root/virtualization/v2 Msvm_ComputerSystem |\n"          \
	"    Where-Object ElementName -eq 'a'\n"                                                   \
	"$settings = $vm | Get-CimAssociatedInstance -Association Msvm_SettingsDefineState\n"      \
	"$settings.HighMmioGapBase = "
#define BASE_END                                                                                   \
	"\n$text = [Microsoft.Management.Infrastructure.Serialization.CimSerializer]::Create()\n"  \
	"Get-CimInstance -Namespace root/virtualization/v2 Msvm_VirtualSystemManagementService "   \
	"|\n"                                                                                      \
	"    Invoke-CimMethod -MethodName ModifySystemSettings -Arguments @{SystemSettings =\n"    \
	"        [Text.Encoding]::Unicode.GetString($text.Serialize($settings, 'None'))}\n"

/* In the order of a hand-over and its way back. */
static const struct {
	struct step step;
	const char *said;
} steps[] = {
        {{.kind = STEP_DISABLE}, "Disable-PnpDevice -InstanceId '" INSTANCE "' -Confirm:$false\n"},
        {{.kind = STEP_DISMOUNT}, "Dismount-VMHostAssignableDevice -LocationPath '" PLACE "'\n"},
        {{.kind = STEP_DISMOUNT, .without_mitigations = true},
         "Dismount-VMHostAssignableDevice -LocationPath '" PLACE "' -Force\n"},
        {{.kind = STEP_DISMOUNT, .without_isolation = true},
         "Dismount-VMHostAssignableDevice -LocationPath '" PLACE "' -Force\n"},
        {{.kind = STEP_SET, .settings = SETTING_STOP},
         "Set-VM -Name 'a' -AutomaticStopAction TurnOff\n"},
        {{.kind = STEP_SET, .settings = SETTING_MEMORY},
         "Set-VMMemory -VMName 'a' -DynamicMemoryEnabled $false\n"},
        {{.kind = STEP_SET,
          .settings = SETTING_SPACE,
          .space = SPACE(3072, 33280, 64000),
          .space_before = SPACE(128, 512, 64000)},
         "Set-VM -Name 'a' -LowMemoryMappedIoSpace 3072MB -HighMemoryMappedIoSpace 33280MB\n"},
        {{.kind = STEP_SET,
          .settings = SETTING_SPACE,
          .space = SPACE(128, 512, 61440),
          .space_before = SPACE(128, 512, 64000)},
         BASE_BEGIN "61440" BASE_END},
        {{.kind = STEP_SET,
          .settings = SETTING_MEMORY | SETTING_STOP | SETTING_CHECKPOINTS | SETTING_CACHE |
                      SETTING_SPACE,
          .space = SPACE(128, 33280, 61440),
          .space_before = SPACE(128, 512, 64000)},
         "Set-VMMemory -VMName 'a' -DynamicMemoryEnabled $false\n"
         "Set-VM -Name 'a' -AutomaticStopAction TurnOff -CheckpointType Disabled "
         "-AutomaticCheckpointsEnabled $false -GuestControlledCacheTypes $true "
         "-HighMemoryMappedIoSpace 33280MB\n" BASE_BEGIN "61440" BASE_END},
        {{.kind = STEP_ADD},
         "Add-VMAssignableDevice -LocationPath '" PLACE "' -VMName 'a'\n"
         "Get-VMAssignableDevice -VMName 'a'\n"},
        {{.kind = STEP_START}, "Start-VM -Name 'a'\n"},
        {{.kind = STEP_STOP}, "Stop-VM -Name 'a' -TurnOff\n"},
        {{.kind = STEP_REMOVE},
         "Remove-VMAssignableDevice -LocationPath '" PLACE "' -VMName 'a'\n"},
        {{.kind = STEP_UNSET,
          .settings = SETTING_MEMORY | SETTING_STOP | SETTING_CHECKPOINTS | SETTING_CACHE |
                      SETTING_SPACE},
         "Set-VMMemory -VMName 'a' -DynamicMemoryEnabled $true\n"
         "Set-VM -Name 'a' -AutomaticStopAction Save -CheckpointType Standard "
         "-AutomaticCheckpointsEnabled $true -GuestControlledCacheTypes $false "
         "-LowMemoryMappedIoSpace 128MB -HighMemoryMappedIoSpace 512MB\n" BASE_BEGIN
         "64000" BASE_END},
        {{.kind = STEP_UNSET, .settings = SETTING_STOP},
         "Set-VM -Name 'a' -AutomaticStopAction Save\n"},
        /* for a second card: back to what the first one took, not to what is on record */
        {{.kind = STEP_UNSET,
          .settings = SETTING_SPACE,
          .space = SPACE(3072, 20000, 64000),
          .space_before = SPACE(3072, 33280, 64000),
          .space_kept = true},
         "Set-VM -Name 'a' -HighMemoryMappedIoSpace 20000MB\n"},
        {{.kind = STEP_MOUNT}, "Mount-VMHostAssignableDevice -LocationPath '" PLACE "'\n"},
        {{.kind = STEP_ENABLE}, "Enable-PnpDevice -InstanceId '" INSTANCE "' -Confirm:$false\n"},
};

static void test_steps(void **state)
{
	for (size_t i = 0; i < COUNT(steps); i++) {
		_cleanup_free_ char *text = said(INSTANCE, steps[i].step);

		assert_string_equal(text, steps[i].said);
	}
}

/* Names are the VM's own business: none becomes a command. */
static const struct {
	const char *vm, *said;
} vms[] = {
        {"two words", "Start-VM -Name 'two words'\n"},
        {"Bob's", "Start-VM -Name 'Bob''s'\n"},
        {"'; Remove-VM *; '", "Start-VM -Name '''; Remove-VM *; '''\n"},
        {"Bob\xe2\x80\x99s", "Start-VM -Name 'Bob\xe2\x80\x99\xe2\x80\x99s'\n"},
        {"\xe2\x80\x98\xe2\x80\x9a\xe2\x80\x9b",
         "Start-VM -Name '\xe2\x80\x98\xe2\x80\x98\xe2\x80\x9a\xe2\x80\x9a\xe2\x80\x9b\xe2\x80"
         "\x9b'\n"},
        {"\xe2\x80\x9c$(x)\xe2\x80\x9d", "Start-VM -Name '\xe2\x80\x9c$(x)\xe2\x80\x9d'\n"},
        {"cut \xe2\x80", "Start-VM -Name 'cut \xe2\x80'\n"},
        {"a\"b`c$d\\", "Start-VM -Name 'a\"b`c$d\\'\n"},
        {"100 %s %n", "Start-VM -Name '100 %s %n'\n"},
        {"", "Start-VM -Name ''\n"},
};

static void test_quotes(void **state)
{
	for (size_t i = 0; i < COUNT(vms); i++) {
		_cleanup_free_ char *text =
		        said(INSTANCE, (struct step){.kind = STEP_START, .vm = vms[i].vm});

		assert_string_equal(text, vms[i].said);
	}
}

/* A device that has no name is not guessed. */
static void test_no_names(void **state)
{
	const struct hyperv_names names = {0};
	const struct step disable = {.kind = STEP_DISABLE, .vm = "a"};
	const struct step unset = {.kind = STEP_UNSET, .vm = "a", .settings = SETTING_STOP};
	_cleanup_free_ char *device = explain_powershell(&names, &disable);
	_cleanup_free_ char *vm = explain_powershell(&names, &unset);

	assert_string_equal(device, "Disable-PnpDevice -InstanceId '' -Confirm:$false\n");
	assert_string_equal(vm, "");
}

static void test_names(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = host(INSTANCE);
	_cleanup_inventory_ struct dda_inventory *later = given("hyperv\nvm b off");
	const struct address address = inventory->functions.items[0].address;
	struct hyperv_names names = {0};
	const struct device_name *device;

	assert_int_equal(names_note(&names, inventory), 0);
	device = names_device(&names, address);
	assert_string_equal(device->location, PLACE);
	assert_string_equal(device->instance, INSTANCE);
	assert_string_equal(device->proxy, "PCIP\\VEN_10DE&DEV_1DB1\\4&1A2B3C4D&0&0000");
	assert_string_equal(names_vm(&names, "a")->notes, NOTES);
	assert_ptr_equal(names_vm(&names, "uuid-of-a"), names_vm(&names, "a"));
	assert_null(names_vm(&names, "b"));
	assert_int_equal(names_note(&names, later), 0);
	assert_null(names_device(&names, address));
	assert_null(names_vm(&names, "a"));
	assert_null(names_vm(&names, "b")->notes);
	names_deinit(&names);
	assert_null(names_vm(&names, "b"));
}

/* A device whose instance is not known, or of another bus, has no place among those dismounted. */
static void test_no_proxy(void **state)
{
	static const char *const instances[] = {NULL, "PCIIDE\\1", ""};

	for (size_t i = 0; i < COUNT(instances); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = host(instances[i]);
		struct hyperv_names names = {0};

		assert_int_equal(names_note(&names, inventory), 0);
		assert_null(names_device(&names, inventory->functions.items[0].address)->proxy);
		names_deinit(&names);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_steps),    cmocka_unit_test(test_quotes),
	        cmocka_unit_test(test_no_names), cmocka_unit_test(test_names),
	        cmocka_unit_test(test_no_proxy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
