/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/explain.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/quote.h"
#include "base/text.h"
#include "host/hyperv/note.h"
#include "host/hyperv/settings.h"

/* Cmdlets of the host's devices, in the order of enum step_kind. */
static const char *explain_device(struct arena *arena, const struct device_name *device,
                                  const struct step *step)
{
	const char *instance = quote_powershell(arena, device ? device->instance : NULL);
	const char *location = quote_powershell(arena, device ? device->location : NULL);

	switch (step->kind) {
	case STEP_DISABLE:
		return arena_format(arena, "Disable-PnpDevice -InstanceId %s -Confirm:$false\n",
		                    instance);
	case STEP_ENABLE:
		return arena_format(arena, "Enable-PnpDevice -InstanceId %s -Confirm:$false\n",
		                    instance);
	case STEP_DISMOUNT:
		return arena_format(
		        arena, "Dismount-VMHostAssignableDevice -LocationPath %s%s\n", location,
		        step->without_isolation || step->without_mitigations ? " -Force" : "");
	default:
		return arena_format(arena, "Mount-VMHostAssignableDevice -LocationPath %s\n",
		                    location);
	}
}

struct word {
	json_int_t value;
	const char *word;
};

static const struct word stop_actions[] = {{2, "TurnOff"}, {3, "Save"}, {4, "ShutDown"}, {0}};
static const struct word checkpoint_types[] = {
        {2, "Disabled"}, {3, "Production"}, {4, "ProductionOnly"}, {5, "Standard"}, {0}};

/* Parameters of Set-VM for properties of WMI. */
static const struct parameter {
	const char *property, *name;
	const struct word *words; /* of a number; NULL: MB, or a truth */
} parameters[] = {
        {"AutomaticShutdownAction", "AutomaticStopAction", stop_actions},
        {"UserSnapshotType", "CheckpointType", checkpoint_types},
        {"AutomaticSnapshotsEnabled", "AutomaticCheckpointsEnabled", NULL},
        {"GuestControlledCacheTypes", "GuestControlledCacheTypes", NULL},
        {"LowMmioGapSize", "LowMemoryMappedIoSpace", NULL},
        {"HighMmioGapSize", "HighMemoryMappedIoSpace", NULL},
};

static const char *parameter_value(struct arena *arena, const struct parameter *parameter,
                                   const json_t *value)
{
	json_int_t number = json_integer_value(value);

	if (json_is_boolean(value))
		return json_is_true(value) ? "$true" : "$false";
	for (const struct word *word = parameter->words; word && word->word; word++)
		if (word->value == number)
			return word->word;
	return arena_format(arena, parameter->words ? "%lld" : "%lldMB", (long long)number);
}

static const char *explain_set_vm(struct arena *arena, const char *vm, const json_t *values)
{
	const char *all = arena_format(arena, "Set-VM -Name %s", vm);
	bool any = false;

	for (size_t i = 0; all && i < sizeof(parameters) / sizeof(parameters[0]); i++) {
		const json_t *value = json_object_get(values, parameters[i].property);

		if (!value)
			continue;
		any = true;
		all = arena_format(arena, "%s -%s %s", all, parameters[i].name,
		                   parameter_value(arena, &parameters[i], value));
	}
	return all && any ? arena_format(arena, "%s\n", all) : any ? NULL : "";
}

/* No cmdlet sets the base of the space above 4 GiB; WMI does. */
static const char *explain_base(struct arena *arena, const char *vm, const json_t *values)
{
	const json_t *base = json_object_get(values, "HighMmioGapBase");

	if (!base)
		return "";
	return arena_format(
	        arena,
	        "$vm = Get-CimInstance -Namespace root/virtualization/v2 Msvm_ComputerSystem |\n"
	        "    Where-Object ElementName -eq %s\n"
	        "$settings = $vm | Get-CimAssociatedInstance -Association "
	        "Msvm_SettingsDefineState\n"
	        "$settings.HighMmioGapBase = %lld\n"
	        "$text = "
	        "[Microsoft.Management.Infrastructure.Serialization.CimSerializer]::Create()\n"
	        "Get-CimInstance -Namespace root/virtualization/v2 "
	        "Msvm_VirtualSystemManagementService |\n"
	        "    Invoke-CimMethod -MethodName ModifySystemSettings -Arguments @{SystemSettings "
	        "=\n"
	        "        [Text.Encoding]::Unicode.GetString($text.Serialize($settings, 'None'))}\n",
	        vm, (long long)json_integer_value(base));
}

static const char *explain_values(struct arena *arena, const char *vm, const json_t *values)
{
	const json_t *dynamic = json_object_get(values, "DynamicMemoryEnabled");
	const char *set = explain_set_vm(arena, vm, values);
	const char *base = explain_base(arena, vm, values), *memory = "";

	if (dynamic)
		memory = arena_format(arena, "Set-VMMemory -VMName %s -DynamicMemoryEnabled %s\n",
		                      vm, json_is_true(dynamic) ? "$true" : "$false");
	return set && base && memory ? arena_format(arena, "%s%s%s", memory, set, base) : NULL;
}

/* What the VM's notes say was there before, of the settings that go back. */
static json_t *values_before(const struct vm_name *vm, const struct step *step)
{
	json_t *note = NULL, *values = json_object(), *pair;
	const char *name;

	if (values && note_read(vm ? vm->notes : NULL, &note) >= 0)
		json_object_foreach(note, name, pair)
		{
			json_t *one = json_pack("{s[]}", name);

			if (settings_of_note(one) & step->settings)
				json_object_set(values, name, json_array_get(pair, NOTE_BEFORE));
			json_decref(one);
		}
	json_decref(note);
	return values;
}

static const char *explain_settings(struct arena *arena, const struct hyperv_names *names,
                                    const struct step *step, const char *vm)
{
	bool set = step->kind == STEP_SET || step->space_kept || step->named;
	json_t *values = set ? settings_values(step)
	                     : values_before(names_vm(names, step->vm), step);
	const char *text = values ? explain_values(arena, vm, values) : NULL;

	json_decref(values);
	return text;
}

static const char *explain_vm(struct arena *arena, const struct hyperv_names *names,
                              const struct step *step)
{
	const struct device_name *device = names_device(names, step->function);
	const char *location = quote_powershell(arena, device ? device->location : NULL);
	const char *vm = quote_powershell(arena, step->vm);

	switch (step->kind) {
	case STEP_ADD:
		return arena_format(arena,
		                    "Add-VMAssignableDevice -LocationPath %s -VMName %s\n"
		                    "Get-VMAssignableDevice -VMName %s\n",
		                    location, vm, vm);
	case STEP_REMOVE:
		if (device && device->missing)
			return arena_format(arena,
			                    "Get-VMAssignableDevice -VMName %s |\n"
			                    "    Where-Object InstanceID -eq %s |\n"
			                    "    Remove-VMAssignableDevice\n",
			                    vm, quote_powershell(arena, device->proxy));
		return arena_format(arena,
		                    "Remove-VMAssignableDevice -LocationPath %s -VMName %s\n",
		                    location, vm);
	case STEP_START:
		return arena_format(arena, "Start-VM -Name %s\n", vm);
	case STEP_STOP:
		return arena_format(arena, "Stop-VM -Name %s -TurnOff\n", vm);
	default:
		return explain_settings(arena, names, step, vm);
	}
}

char *explain_powershell(const struct hyperv_names *names, const struct step *step)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *text = step->kind < STEP_PREPARE
	                           ? explain_device(&arena, names_device(names, step->function),
	                                            step)
	                           : explain_vm(&arena, names, step);

	return text ? strdup(text) : NULL;
}
