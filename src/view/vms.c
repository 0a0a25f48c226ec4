/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>

#include "model/vm-editable.h"

static json_t *guest_of(const struct hostdev *hostdev)
{
	const struct guest_slot *guest = &hostdev->guest;

	return hostdev->has_guest
	               ? json_sprintf("%02x:%02x.%x", guest->bus, guest->device, guest->function)
	               : json_null();
}

static json_t *vm_device(const struct dda_inventory *inventory, const struct hostdev *hostdev)
{
	int index = inventory_find(inventory, hostdev->host);
	const struct dda_function *function = index < 0 ? NULL : &inventory->functions.items[index];
	json_t *device = json_object();

	document_put(&device, "location_path",
	             document_text(function ? function->location_path : NULL));
	document_put(&device, "address", document_address(hostdev->host));
	document_put(&device, "card",
	             function ? document_card(inventory, function->card) : json_null());
	document_put(&device, "name", function ? document_name(function) : json_null());
	document_put(&device, "state",
	             document_text(function ? function_state_name(function->state) : NULL));
	document_put(&device, "guest_address", guest_of(hostdev));
	document_put(&device, "configured", json_boolean(hostdev->configured));
	document_put(&device, "live", json_boolean(hostdev->live));
	document_put(&device, "rom", document_text(hostdev->rom));
	document_put(&device, "managed", json_boolean(hostdev->managed));
	return device;
}

static json_t *vm_devices(const struct dda_inventory *inventory, const struct vm *vm)
{
	json_t *devices = json_array();

	for (size_t i = 0; i < vm->hostdevs.count; i++)
		document_append(&devices, vm_device(inventory, &vm->hostdevs.items[i]));
	return devices;
}

/* No VM has 0 of it: its definition could not be read. */
static json_t *count_of(uint64_t number)
{
	return number ? json_integer((json_int_t)number) : json_null();
}

static json_t *megabytes(uint64_t size)
{
	return json_integer((json_int_t)(size >> 20));
}

static void put_size(json_t **object, const char *name, const struct editable_size *size)
{
	json_t *limits;

	if (!size->there)
		return;
	limits = json_object();
	document_put(&limits, "value", size->value ? megabytes(size->value) : json_null());
	document_put(&limits, "min", megabytes(size->min));
	document_put(&limits, "max", megabytes(size->max));
	document_put(&limits, "step", megabytes(size->step));
	document_put(object, name, limits);
}

static json_t *stop_action(const struct vm *vm, const char *const *choices)
{
	json_t *object = json_object(), *words = json_array();

	for (; *choices; choices++)
		document_append(&words, document_text(*choices));
	document_put(&object, "value", document_text(vm->settings.stop_action));
	document_put(&object, "choices", words);
	return object;
}

/* What "dda set" takes for it, so that nobody else has to know a platform's limits. */
static json_t *editable_of(const struct dda_inventory *inventory, const struct vm *vm)
{
	struct vm_editable editable = vm_editable(inventory, vm);
	json_t *object = json_object();

	document_put(&object, "when", document_text("off"));
	document_put(&object, "now", json_boolean(vm_is_editable(vm)));
	put_size(&object, "low_space", &editable.low_space);
	put_size(&object, "high_space", &editable.high_space);
	if (editable.cache_types)
		document_put(&object, "cache_types",
		             json_pack("{sb}", "value", editable.cache_types_value));
	if (editable.stop_actions)
		document_put(&object, "stop_action", stop_action(vm, editable.stop_actions));
	return object;
}

static json_t *document_vm(const struct dda_inventory *inventory, const struct vm *vm)
{
	json_t *object = json_object();

	document_put(&object, "name", document_text(vm->name));
	document_put(&object, "uuid", document_text(vm->uuid));
	document_put(&object, "state", document_text(vm_state_name(vm->state)));
	document_put(&object, "persistent", json_boolean(vm->persistent));
	document_put(&object, "machine", document_text(vm->machine));
	document_put(&object, "pci_express",
	             vm->own_slots ? json_null() : json_boolean(vm_has_pcie(vm)));
	document_put(&object, "memory", count_of(vm->memory));
	document_put(&object, "vcpus", count_of(vm->vcpus));
	document_put(&object, "devices", vm_devices(inventory, vm));
	document_put(&object, "settings", document_vm_settings(inventory, vm));
	document_put(&object, "editable", editable_of(inventory, vm));
	document_put(&object, "findings", document_vm_findings(inventory, vm));
	return object;
}

/* A list of no VMs would be a wrong answer. */
static int refuse_unknown(const struct dda_inventory *inventory, struct dda_error **ret_error)
{
	_cleanup_document_ json_t *findings = document_vms_findings(inventory);
	const json_t *finding = json_array_get(findings, 0);
	const char *evidence = document_string(finding, "evidence");

	return error_set(ret_error, -ENODATA, DDA_ERROR_REFUSED, "VMs",
	                 evidence ? evidence : "could not be read",
	                 document_string(finding, "remedy"));
}

int view_vms(const struct dda_inventory *inventory, json_t **ret, struct dda_error **ret_error)
{
	json_t *document, *vms;

	if (!fact_is_known(inventory->vms_fact.fact))
		return refuse_unknown(inventory, ret_error);
	document = document_new("vms");
	vms = json_array();
	for (size_t i = 0; i < inventory->vms.count; i++)
		document_append(&vms, document_vm(inventory, &inventory->vms.items[i]));
	document_put(&document, "host", document_host(inventory, json_array()));
	document_put(&document, "vms", vms);
	return document_finish(document, ret, ret_error);
}
