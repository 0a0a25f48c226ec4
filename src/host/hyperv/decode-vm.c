/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/hyperv/note.h"
#include "host/hyperv/settings.h"
#include "host/hyperv/snapshot.h"
#include "model/vm-editable.h"
#include "host/hyperv/wmi-error.h"

/* The classes that a list of VMs is made of; without one of them it would not be the truth. */
static const char *const classes[] = {
        "Msvm_ComputerSystem",       "Msvm_VirtualSystemSettingData", "Msvm_MemorySettingData",
        "Msvm_ProcessorSettingData", "Msvm_PciExpressSettingData",    "Msvm_PciExpress",
};

/* The numbers of EnabledState; from 32768 on also those of the old namespace. What is left out is
 * told in two ways by builds of Windows, or by none. */
static enum vm_state state_of(uint64_t state)
{
	switch (state) {
	case 3: /* off */
	case 6: /* saved */
	case 32769:
	case 32779: /* fast saved */
		return VM_OFF;
	case 2:  /* running */
	case 4:  /* shutting down */
	case 9:  /* paused */
	case 10: /* starting */
	case 11: /* reset */
	case 32768:
	case 32770:
	case 32771: /* a checkpoint is being made */
	case 32773: /* saving */
	case 32774:
	case 32776: /* pausing */
	case 32777: /* resuming */
	case 32780:
		return VM_RUNNING;
	default:
		return VM_UNKNOWN;
	}
}

static bool is_saved(uint64_t state)
{
	return state == 6 || state == 32769 || state == 32779;
}

/* A VM's name is a GUID; the host itself is in the list too, under its own name. */
static bool is_guid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;

	for (; form[i] && text[i]; i++)
		if (form[i] == '-' ? text[i] != '-' : !strchr("0123456789abcdefABCDEF", text[i]))
			return false;
	return form[i] == text[i];
}

/* The settings of a VM's own configuration: not those of checkpoints. */
static const json_t *find_settings(const struct decoder *decoder, const char *class, const char *vm)
{
	struct fact fact;
	const json_t *row,
	        *rows = snapshot_rows(decoder->document, VIRTUALIZATION, class, class, &fact);
	size_t i;

	json_array_foreach(rows, i, row)
	{
		const char *instance = value_text(row, "InstanceID");

		if (instance && instance_is_of(instance, vm))
			return row;
	}
	return NULL;
}

static uint64_t mebibytes(const json_t *row, const char *name)
{
	uint64_t number = 0;

	return value_number(row, name, &number) && number <= UINT64_MAX >> 20 ? number << 20 : 0;
}

static bool truth(const json_t *row, const char *name)
{
	bool value = false;

	return value_boolean(row, name, &value) && value;
}

/* A VM's notes are a list, of which only remote tools make more than one item. */
static int join_notes(struct arena *arena, const json_t *row, const char **ret)
{
	const char *note, *all = NULL;

	for (size_t i = 0; (note = value_item(row, "Notes", i)); i++) {
		all = arena_format(arena, "%s%s%s", all ? all : "", all ? "\n" : "", note);
		if (!all)
			return -ENOMEM;
	}
	*ret = all;
	return 0;
}

static const char *word(uint64_t number, const char *const *words, size_t count)
{
	return number < count ? words[number] : NULL;
}

/* W32, Msvm_VirtualSystemSettingData: AutomaticShutdownAction, UserSnapshotType. */
static void name_settings(uint64_t stop, uint64_t checkpoints, struct vm_settings *settings)
{
	static const char *const types[] = {
	        [2] = "none", "production", "production only", "standard"};

	settings->stop_action = stop >= 2 ? word(stop - 2, vm_stop_actions, 3) : NULL;
	settings->checkpoint_type = word(checkpoints, types, sizeof(types) / sizeof(types[0]));
}

/* Production checkpoints (3) are standard ones where the guest does not take part. */
static int decode_settings(const json_t *row, struct arena *arena, struct vm *vm)
{
	struct vm_settings *settings = &vm->settings;
	const char *generation = value_text(row, "VirtualSystemSubType");
	uint64_t stop = 0, checkpoints = 0;

	value_number(row, "AutomaticShutdownAction", &stop);
	value_number(row, "UserSnapshotType", &checkpoints);
	name_settings(stop, checkpoints, settings);
	settings->saved_at_stop = stop != 2;
	settings->checkpoints = checkpoints == 3 || checkpoints == 5 ||
	                        truth(row, "AutomaticSnapshotsEnabled");
	settings->fixed_caches = !truth(row, "GuestControlledCacheTypes");
	vm->space.low_gap = mebibytes(row, "LowMmioGapSize");
	vm->space.high_gap = mebibytes(row, "HighMmioGapSize");
	vm->space.high_base = mebibytes(row, "HighMmioGapBase");
	if (text_equal(generation, "Microsoft:Hyper-V:SubType:1")) {
		vm->machine = "generation 1";
		vm->space.firmware = VM_BIOS;
	} else if (text_equal(generation, "Microsoft:Hyper-V:SubType:2")) {
		vm->machine = "generation 2";
		vm->space.firmware = VM_UEFI;
	}
	return join_notes(arena, row, &settings->notes);
}

/* What is not on record is as it was. */
static void put_back(const json_t *note, const char *name, uint64_t *size)
{
	const json_t *pair = json_object_get(note, name);

	if (pair)
		*size = (uint64_t)json_integer_value(json_array_get(pair, NOTE_BEFORE)) << 20;
}

/* What dda changed of its settings, and what they were before. */
static int decode_note(struct arena *arena, struct vm *vm)
{
	json_t *note;
	int r = note_read(vm->settings.notes, &note);

	if (r < 0)
		return r;
	vm->settings.kept = settings_of_note(note);
	vm->kept_space = vm->space;
	put_back(note, "LowMmioGapSize", &vm->kept_space.low_gap);
	put_back(note, "HighMmioGapSize", &vm->kept_space.high_gap);
	put_back(note, "HighMmioGapBase", &vm->kept_space.high_base);
	vm->settings.recorded = settings_named_in(note);
	if (vm->settings.recorded) {
		vm->settings.record = note_text(arena, note);
		r = vm->settings.record ? 0 : -ENOMEM;
	}
	json_decref(note);
	return r;
}

/* A checkpoint's settings name its VM, and say whether a running state is in it. */
static struct fact find_checkpoint(const struct decoder *decoder, const char *vm)
{
	static const char class[] = "Msvm_VirtualSystemSettingData";
	struct fact fact;
	const json_t *row,
	        *rows = snapshot_rows(decoder->document, VIRTUALIZATION, class, class, &fact);
	size_t i;

	json_array_foreach(rows, i, row)
	{
		const char *type = value_text(row, "VirtualSystemType");

		if (type && text_after(type, "Microsoft:Hyper-V:Snapshot") &&
		    text_equal(value_text(row, "VirtualSystemIdentifier"), vm) &&
		    truth(row, "IsSaved"))
			return fact;
	}
	return fact_absent(class);
}

static void decode_state(const struct decoder *decoder, const json_t *row, const char *guid,
                         const json_t *settings, struct vm *vm)
{
	static const char source[] = "Msvm_ComputerSystem";
	struct fact_number state = value_number_fact(row, "EnabledState", source);

	vm->state = fact_is_present(state.fact) ? state_of(state.value) : VM_UNKNOWN;
	vm->settings.saved = is_saved(state.value) || truth(settings, "IsSaved")
	                             ? fact_known(source)
	                             : fact_absent(source);
	vm->settings.snapshots = find_checkpoint(decoder, guid);
}

static void decode_parts(const struct decoder *decoder, const char *guid, struct vm *vm)
{
	const json_t *memory = find_settings(decoder, "Msvm_MemorySettingData", guid);
	const json_t *processor = find_settings(decoder, "Msvm_ProcessorSettingData", guid);
	uint64_t vcpus = 0;

	vm->memory = mebibytes(memory, "VirtualQuantity");
	vm->settings.dynamic_memory = truth(memory, "DynamicMemoryEnabled");
	if (value_number(processor, "VirtualQuantity", &vcpus) && vcpus <= UINT32_MAX)
		vm->vcpus = (unsigned)vcpus;
	vm->settings.nested = truth(processor, "ExposeVirtualizationExtensions");
}

static int decode_vm(struct decoder *decoder, const json_t *row)
{
	struct dda_inventory *inventory = decoder->inventory;
	const char *guid = value_text(row, "Name"), *name = value_text(row, "ElementName");
	const json_t *settings;
	struct vm *vm;

	if (!guid || !is_guid(guid))
		return 0;
	vm = ARRAY_ADD(&inventory->vms);
	if (!vm)
		return -ENOMEM;
	vm->name = arena_text(&inventory->arena, name ? name : guid);
	vm->uuid = arena_text(&inventory->arena, guid);
	vm->persistent = vm->own_slots = true;
	settings = find_settings(decoder, "Msvm_VirtualSystemSettingData", guid);
	if (decode_settings(settings, &inventory->arena, vm) < 0 ||
	    decode_note(&inventory->arena, vm) < 0)
		return -ENOMEM;
	decode_parts(decoder, guid, vm);
	decode_state(decoder, row, guid, settings, vm);
	return vm->name && vm->uuid ? 0 : -ENOMEM;
}

/* What WMI says, and what helps. */
static const char *say_failure(const struct decoder *decoder, uint32_t failure)
{
	const char *text = wmi_error_text(failure), *remedy = wmi_error_remedy(failure);

	return remedy ? arena_format(&decoder->inventory->arena, "%s; %s", text, remedy) : text;
}

/* False when one of the classes is missing: then `vms_fact` says why, or that nobody asked. */
static bool all_there(struct decoder *decoder)
{
	struct fact_text *why = &decoder->inventory->vms_fact;

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		uint32_t failure = snapshot_failure(decoder->document, VIRTUALIZATION, classes[i],
		                                    NULL);

		if (snapshot_rows(decoder->document, VIRTUALIZATION, classes[i], classes[i],
		                  &why->fact))
			continue;
		if (why->fact.state == FACT_NOT_ASKED && decoder->want & DDA_WANT_VMS)
			why->fact = fact_unknown(classes[i], ENODATA);
		if (why->fact.state == FACT_UNKNOWN)
			why->value = failure ? say_failure(decoder, failure)
			                     : _("the snapshot does not have them");
		return false;
	}
	why->fact.source = VIRTUALIZATION;
	return true;
}

/* Names need not be different on Hyper-V; VMs of one name go by their GUIDs. */
static void name_apart(struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->vms.count; i++) {
		struct vm *vm = &inventory->vms.items[i];
		bool shared = false;

		for (size_t j = i + 1; j < inventory->vms.count; j++)
			if (text_equal(vm->name, inventory->vms.items[j].name)) {
				inventory->vms.items[j].name = inventory->vms.items[j].uuid;
				shared = true;
			}
		if (shared)
			vm->name = vm->uuid;
	}
}

int decode_vms(struct decoder *decoder)
{
	struct fact fact;
	const json_t *row, *rows;
	size_t i;

	if (!all_there(decoder))
		return 0;
	rows = snapshot_rows(decoder->document, VIRTUALIZATION, classes[0], classes[0], &fact);
	json_array_foreach(rows, i, row)
	{
		if (decode_vm(decoder, row) < 0)
			return -ENOMEM;
	}
	name_apart(decoder->inventory);
	return 0;
}
