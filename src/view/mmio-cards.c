/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/mmio-cards.h"

#include <errno.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/text.h"
#include "model/inventory.h"
#include "model/selector.h"
#include "plan/mmio-models.h"

#define RAM_ASSUMED (16 * MMIO_GIB)
#define QEMU_BITS 40
#define BITS_MIN 32

void mmio_scene_deinit(struct mmio_scene *scene)
{
	free(scene->cards.items);
	findings_deinit(&scene->findings);
}

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

static void say_bars_unknown(struct mmio_scene *scene, const struct dda_function *function)
{
	findings_add(&scene->findings,
	             (struct finding){.code = "mmio-bars-unknown",
	                              .severity = FINDING_BLOCKER,
	                              .unknown = true,
	                              .subject = arena_text(&scene->findings.arena,
	                                                    function->address_text.text),
	                              .evidence = "the sizes of its BARs can't be read",
	                              .remedy = "look whether the device is there and answers",
	                              .card = -1,
	                              .vm = -1});
}

static bool has_card(const struct mmio_scene *scene, const char *name)
{
	for (size_t i = 0; i < scene->cards.count; i++)
		if (text_equal(scene->cards.items[i].name, name))
			return true;
	return false;
}

static int add_card(struct mmio_scene *scene, const struct dda_inventory *inventory, unsigned index)
{
	const struct card *from = &inventory->cards.items[index];
	const char *name = arena_text(&scene->findings.arena, card_name(inventory, from).text);
	struct mmio_card *card;

	if (name && has_card(scene, name))
		return 0;
	card = ARRAY_ADD(&scene->cards);
	if (!card || !name)
		return -ENOMEM;
	card->name = name;
	for (unsigned i = 0; i < from->count; i++) {
		const struct dda_function *function =
		        &inventory->functions.items[from->functions[i]];

		if (!fact_is_present(function->bars_fact))
			say_bars_unknown(scene, function);
		card->functions[card->count++] = (struct mmio_function){function->address.function,
		                                                        function->bars};
	}
	return 0;
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
		if (add_card(scene, inventory, selection.items[i]) < 0)
			return error_no_memory(ret_error);
	return 0;
}

/* A card sits behind the port at its bus; the lower one is looked at first. */
static const struct hostdev *next_hostdev(const struct vm *vm, unsigned from)
{
	const struct hostdev *next = NULL;

	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].guest.bus >= from &&
		    (!next || vm->hostdevs.items[i].guest.bus < next->guest.bus))
			next = &vm->hostdevs.items[i];
	return next;
}

static int add_own_cards(struct mmio_scene *scene, const struct dda_inventory *inventory,
                         const struct vm *vm)
{
	const struct hostdev *hostdev;

	for (unsigned bus = 0; (hostdev = next_hostdev(vm, bus)); bus = hostdev->guest.bus + 1)
		for (size_t i = 0; i < vm->hostdevs.count; i++) {
			int at = inventory_find(inventory, vm->hostdevs.items[i].host);

			if (vm->hostdevs.items[i].guest.bus != hostdev->guest.bus || at < 0)
				continue;
			if (add_card(scene, inventory, inventory->functions.items[at].card) < 0)
				return -ENOMEM;
		}
	return 0;
}

static bool is_taken(const struct vm *vm, unsigned port)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].has_guest && vm->hostdevs.items[i].guest.bus == port)
			return true;
	return false;
}

static unsigned other_ports(const struct vm *vm)
{
	unsigned count = 0;

	for (size_t i = 0; i < vm->controllers.count; i++)
		if (text_equal(vm->controllers.items[i].model, "pcie-root-port") &&
		    !vm->controllers.items[i].ours && !is_taken(vm, vm->controllers.items[i].index))
			count++;
	return count;
}

/* The VM's width: QEMU's own default unless the definition says otherwise. 0: not known. */
static unsigned width_of(const struct vm_space *space, const struct dda_inventory *inventory)
{
	const struct fact_number *host = &inventory->iommu.address_bits;
	unsigned bits = space->address_bits;

	if (space->width == VM_WIDTH_DEFAULT)
		return QEMU_BITS;
	if (space->width == VM_WIDTH_FIXED)
		return bits;
	if (!fact_is_present(host->fact))
		return 0;
	return bits && bits < host->value ? bits : (unsigned)host->value;
}

static void set_target_of_vm(struct mmio_scene *scene, const struct dda_inventory *inventory,
                             const struct vm *vm)
{
	const struct fact_text *processor = &inventory->iommu.processor;

	scene->subject = vm->name;
	scene->target = (struct mmio_target){
	        .firmware = vm->space.firmware == VM_UEFI ? MMIO_OVMF : MMIO_SEABIOS,
	        .ram = vm->memory,
	        .address_bits = width_of(&vm->space, inventory),
	        .amd = fact_is_present(processor->fact) &&
	               text_equal(processor->value, "AuthenticAMD"),
	        .no_1g_pages = vm->space.old_processor,
	        .other_ports = other_ports(vm),
	        .hole64 = vm->space.pci_hole64,
	        .window = vm->space.firmware_window,
	};
}

/* The rules are those of q35, with a port for each card. */
static void say_not_q35(struct mmio_scene *scene, const struct vm *vm)
{
	if (vm_has_pcie(vm))
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

static int set_vm(struct mmio_scene *scene, const struct dda_inventory *inventory,
                  const struct view_mmio *request, struct dda_error **ret_error)
{
	const char *why = inventory->vms_fact.value;
	const struct vm *vm;

	if (!fact_is_known(inventory->vms_fact.fact))
		return error_setf(ret_error, -ENODATA, DDA_ERROR_REFUSED, request->vm,
		                  "ask on the host itself, or plan with --target",
		                  "the VMs could not be read: %s", why ? why : "not asked");
	vm = inventory_find_vm(inventory, request->vm);
	if (!vm)
		return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, request->vm,
		                 "there is no such VM", "\"dda vms\" shows those that are there");
	set_target_of_vm(scene, inventory, vm);
	say_not_q35(scene, vm);
	return add_own_cards(scene, inventory, vm) < 0 ? error_no_memory(ret_error) : 0;
}

static uint64_t at_most(uint64_t value, uint64_t most)
{
	return value < most ? value : most;
}

/* What a definition says is not always possible; whatever it says must not upset the arithmetic. */
static void clamp(struct mmio_target *target)
{
	const uint64_t most = 1ull << MMIO_BITS_MAX;

	target->ram = at_most(target->ram, most);
	target->hole64 = at_most(target->hole64, most);
	target->address_bits = (unsigned)at_most(target->address_bits, MMIO_BITS_MAX);
	if (target->address_bits && target->address_bits < BITS_MIN)
		target->address_bits = BITS_MIN;
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
	clamp(&scene->target);
	return 0;
}

int mmio_scene_set(struct mmio_scene *scene, const struct dda_inventory *inventory,
                   const struct view_mmio *request, struct dda_error **ret_error)
{
	int r = 0;

	scene->subject = "the VM";
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
