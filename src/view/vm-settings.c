/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

/* A generation that is not known has none; a ROM that is not known is one. */
static const char *firmware_of(const struct vm *vm, bool linux_host)
{
	switch (vm->space.firmware) {
	case VM_UEFI:
		return "uefi";
	case VM_BIOS:
		return "bios";
	case VM_FIRMWARE_UNKNOWN:
		break;
	}
	return linux_host ? "rom" : NULL;
}

/* 0 is none. */
static json_t *size_of(uint64_t size)
{
	return size ? json_integer((json_int_t)size) : json_null();
}

static json_t *presence_of(struct fact fact)
{
	return fact_is_known(fact) ? json_boolean(fact.present) : json_null();
}

json_t *document_setting_names(unsigned settings)
{
	json_t *names = json_array();

	for (unsigned i = 0; i < SETTING_COUNT; i++)
		if (settings & 1u << i)
			document_append(&names, document_text(vm_setting_name(1u << i)));
	return names;
}

static void put_megabytes(json_t **object, const char *name, uint64_t size, uint64_t before)
{
	if (size != before)
		document_put(object, name, json_integer((json_int_t)(size >> 20)));
}

json_t *document_address_space(const struct vm_space *space, const struct vm_space *before)
{
	const struct vm_space from = before ? *before : (struct vm_space){0};
	json_t *object = json_object();

	put_megabytes(&object, "X-PciMmio64Mb", space->firmware_window, from.firmware_window);
	put_megabytes(&object, "LowMmioGapSize", space->low_gap, from.low_gap);
	put_megabytes(&object, "HighMmioGapSize", space->high_gap, from.high_gap);
	put_megabytes(&object, "HighMmioGapBase", space->high_base, from.high_base);
	if (space->width == from.width)
		return object;
	if (space->width == VM_WIDTH_FIXED)
		document_put(&object, "maxphysaddr", json_integer(space->address_bits));
	else
		document_put(&object, "maxphysaddr",
		             document_text(space->width == VM_WIDTH_HOST ? "passthrough" : NULL));
	return object;
}

/* A setting that the VM's platform has not got is null. */
static json_t *truth_of(bool there, bool truth)
{
	return there ? json_boolean(truth) : json_null();
}

static void put_linux(json_t **object, const struct vm_settings *settings, bool there)
{
	document_put(object, "balloon", document_text(settings->balloon));
	document_put(object, "balloon_target", size_of(settings->balloon_target));
	document_put(object, "auto_deflate", truth_of(there, settings->auto_deflate));
	document_put(object, "page_reporting", truth_of(there, settings->page_reporting));
	document_put(object, "page_sharing", truth_of(there, !settings->no_sharing));
	document_put(object, "huge_pages", truth_of(there, settings->huge_pages));
	document_put(object, "locked", truth_of(there, settings->locked));
	document_put(object, "lock_limit", size_of(settings->lock_limit));
	document_put(object, "cpu_mode", document_text(settings->cpu_mode));
	document_put(object, "cpu_bits", document_text(settings->cpu_bits));
	document_put(object, "numa_nodes", document_text(settings->nodes));
	document_put(object, "cpus", document_text(settings->cpus));
	document_put(object, "hidden", truth_of(there, settings->hidden));
	document_put(object, "hyperv_vendor", document_text(settings->hyperv_vendor));
}

/* Its firmware stands for a VM's generation. */
static json_t *generation_of(const struct vm *vm, bool there)
{
	if (!there || vm->space.firmware == VM_FIRMWARE_UNKNOWN)
		return json_null();
	return json_integer(vm->space.firmware == VM_UEFI ? 2 : 1);
}

static void put_hyperv(json_t **object, const struct vm *vm, bool there)
{
	const struct vm_settings *settings = &vm->settings;

	document_put(object, "generation", generation_of(vm, there));
	document_put(object, "dynamic_memory", truth_of(there, settings->dynamic_memory));
	document_put(object, "stop_action", document_text(settings->stop_action));
	document_put(object, "checkpoints", truth_of(there, settings->checkpoints));
	document_put(object, "checkpoint_type", document_text(settings->checkpoint_type));
	document_put(object, "guest_cache_types", truth_of(there, !settings->fixed_caches));
	document_put(object, "nested", truth_of(there, settings->nested));
}

json_t *document_vm_settings(const struct dda_inventory *inventory, const struct vm *vm)
{
	const struct vm_settings *settings = &vm->settings;
	bool linux_host = inventory->platform == PLATFORM_LINUX;
	json_t *object = json_object();

	if (vm->state == VM_BROKEN) {
		json_decref(object);
		return json_null();
	}
	put_linux(&object, settings, linux_host);
	put_hyperv(&object, vm, !linux_host);
	document_put(&object, "address_space", document_address_space(&vm->space, NULL));
	document_put(&object, "firmware", document_text(firmware_of(vm, linux_host)));
	document_put(&object, "saved", presence_of(settings->saved));
	document_put(&object, "memory_snapshots", presence_of(settings->snapshots));
	document_put(&object, "set_by_dda", document_setting_names(settings->kept));
	return object;
}

json_t *document_vm_findings(const struct dda_inventory *inventory, const struct vm *vm)
{
	_cleanup_(cleanup_findings) struct findings findings = {0};

	rules_check_vm(inventory, (unsigned)(vm - inventory->vms.items), &findings);
	return findings.out_of_memory ? NULL : document_all_findings(&findings);
}
