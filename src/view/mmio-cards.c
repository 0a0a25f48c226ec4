/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/mmio-cards.h"

#include <errno.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "model/inventory.h"
#include "model/selector.h"
#include "plan/mmio-models.h"

#define RAM_ASSUMED (16 * MMIO_GIB)

static int say_unsourced(struct mmio_scene *scene, const struct mmio_model *model)
{
	findings_add(
	        &scene->findings,
	        (struct finding){.code = "mmio-model-unsourced",
	                         .severity = FINDING_WARNING,
	                         .subject = model->name,
	                         .evidence = "nobody was seen to publish its BARs; they follow "
	                                     "the rule for the size of its memory",
	                         .remedy = "compare with lspci -v on a host that has one",
	                         .card = -1,
	                         .vm = -1});
	return 0;
}

static int add_model(struct mmio_scene *scene, const struct mmio_model *model, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		struct mmio_card *card = ARRAY_ADD(&scene->cards);

		if (!card)
			return -ENOMEM;
		*card = (struct mmio_card){.name = model->name, .count = 1};
		card->functions[0].bars = model->bars;
	}
	return model->source ? 0 : say_unsourced(scene, model);
}

static int set_model(struct mmio_scene *scene, const struct view_mmio *request,
                     struct dda_error **ret_error)
{
	const struct mmio_model *second, *model = mmio_model_find(request->model, &second);

	if (!model)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, request->model,
		                 "there is no such model in the table",
		                 "\"dda mmio --models\" lists them");
	if (second)
		return error_setf(ret_error, -EINVAL, DDA_ERROR_USAGE, request->model,
		                  "name it in full", "it could be \"%s\" or \"%s\"", model->name,
		                  second->name);
	return add_model(scene, model, request->count ? request->count : 1) < 0
	               ? error_no_memory(ret_error)
	               : 0;
}

static int add_devices(struct mmio_scene *scene, const struct dda_inventory *inventory,
                       const struct view_mmio *request, struct dda_error **ret_error)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};

	for (size_t i = 0; i < request->devices.count; i++) {
		int r = selection_add(&selection, inventory, request->devices.items[i], true,
		                      ret_error);

		if (r < 0)
			return r;
	}
	for (size_t i = 0; i < selection.count; i++)
		if (mmio_scene_add_card(scene, inventory, selection.items[i], NULL) < 0)
			return error_no_memory(ret_error);
	return 0;
}

/* The rules are those of q35, with a port for each card. */
static void say_not_q35(struct mmio_scene *scene, const struct vm *vm)
{
	if (vm_has_pcie(vm) || vm->own_slots)
		return;
	findings_add(&scene->findings,
	             (struct finding){.code = "mmio-not-q35",
	                              .severity = FINDING_WARNING,
	                              .subject = vm->name,
	                              .evidence = "the VM has no PCI Express root; this is what "
	                                          "would be on a q35 machine",
	                              .remedy = "give the VM the machine type q35",
	                              .card = -1,
	                              .vm = -1});
}

static void say_firmware_unknown(struct mmio_scene *scene, const struct vm *vm)
{
	if (vm->space.firmware != VM_FIRMWARE_UNKNOWN)
		return;
	findings_add(&scene->findings,
	             (struct finding){.code = "mmio-firmware-unknown",
	                              .severity = FINDING_WARNING,
	                              .subject = vm->name,
	                              .evidence = "it starts from a ROM that dda does not know; "
	                                          "this is what SeaBIOS would do",
	                              .remedy = "name the firmware that it is like: --target",
	                              .card = -1,
	                              .vm = -1});
}

static int set_vm(struct mmio_scene *scene, const struct dda_inventory *inventory,
                  const struct view_mmio *request, struct dda_error **ret_error)
{
	const char *why = inventory->vms_fact.value;
	const struct vm *vm;

	if (!fact_is_known(inventory->vms_fact.fact))
		return error_setf(ret_error, -ENODATA, DDA_ERROR_REFUSED, request->vm,
		                  "ask on the host itself, or plan with --target",
		                  "the VMs could not be read: %s", why ? why : _("not asked"));
	vm = inventory_find_vm(inventory, request->vm);
	if (!vm)
		return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, request->vm,
		                 "there is no such VM", "\"dda vms\" shows those that are there");
	say_not_q35(scene, vm);
	say_firmware_unknown(scene, vm);
	return mmio_scene_set_vm(scene, inventory, vm, false) < 0 ? error_no_memory(ret_error) : 0;
}

static int set_target(struct mmio_scene *scene, const struct view_mmio *request,
                      struct dda_error **ret_error)
{
	if (request->target && mmio_firmware_parse(request->target, &scene->target.firmware) < 0)
		return error_setf(ret_error, -EINVAL, DDA_ERROR_USAGE, "--target",
		                  "hyperv, ovmf or seabios", "\"%s\" is none that is known",
		                  request->target);
	if (request->ram)
		scene->target.ram = request->ram;
	if (!scene->target.ram)
		scene->target.ram = RAM_ASSUMED;
	if (request->address_bits)
		scene->target.address_bits = request->address_bits;
	mmio_target_clamp(&scene->target);
	return 0;
}

int mmio_scene_set(struct mmio_scene *scene, const struct dda_inventory *inventory,
                   const struct view_mmio *request, struct dda_error **ret_error)
{
	int r = 0;

	scene->subject = _("the VM");
	scene->target.firmware = MMIO_OVMF;
	if (request->vm)
		r = set_vm(scene, inventory, request, ret_error);
	if (r >= 0)
		r = set_target(scene, request, ret_error);
	if (r >= 0 && request->model)
		r = set_model(scene, request, ret_error);
	if (r >= 0)
		r = add_devices(scene, inventory, request, ret_error);
	return r;
}
