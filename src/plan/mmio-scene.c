/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-scene.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"

#define QEMU_BITS 40
#define BITS_MIN 32

void mmio_scene_deinit(struct mmio_scene *scene)
{
	free(scene->cards.items);
	findings_deinit(&scene->findings);
}

static void say_bars_unknown(struct mmio_scene *scene, const struct dda_function *function)
{
	bool lost = fact_is_present(function->details->bars_fact);

	findings_add(
	        &scene->findings,
	        (struct finding){
	                .code = "mmio-bars-unknown",
	                .severity = FINDING_BLOCKER,
	                .unknown = true,
	                .subject = arena_text(&scene->findings.arena, function->address_text.text),
	                .evidence = lost ? _("the host has no addresses for one of its "
	                                     "BARs, so its size is not known")
	                                 : _("the sizes of its BARs can't be read"),
	                .remedy = lost ? _("\"dda survey\" of the device says what to do")
	                               : _("look whether the device is there and answers"),
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

static bool is_held(const struct vm *holder, struct address address)
{
	const struct hostdev *hostdev = vm_find_hostdev(holder, address);

	return hostdev && hostdev->live;
}

static void add_function(struct mmio_scene *scene, struct mmio_card *card,
                         const struct dda_function *function)
{
	if (!fact_is_present(function->details->bars_fact) || function_has_lost_bar(function))
		say_bars_unknown(scene, function);
	card->functions[card->count++] = (struct mmio_function){function->address.function,
	                                                        function->details->bars};
}

int mmio_scene_add_card(struct mmio_scene *scene, const struct dda_inventory *inventory,
                        unsigned index, const struct vm *holder)
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

		if (!holder || is_held(holder, function->address))
			add_function(scene, card, function);
	}
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

/* The entry is for a device that has another address by now, or that is gone. */
static bool is_outdated(const struct dda_inventory *inventory, const struct hostdev *hostdev,
                        int at)
{
	const struct dda_function *function = &inventory->functions.items[at];

	return function->state == FUNCTION_MISSING || !hostdev_is_for(hostdev, function) ||
	       inventory_find_moved(inventory, hostdev);
}

static int add_own_cards(struct mmio_scene *scene, const struct dda_inventory *inventory,
                         const struct vm *vm, bool live)
{
	const struct hostdev *hostdev;

	for (unsigned bus = 0; (hostdev = next_hostdev(vm, bus)); bus = hostdev->guest.bus + 1)
		for (size_t i = 0; i < vm->hostdevs.count; i++) {
			const struct hostdev *own = &vm->hostdevs.items[i];
			int at = inventory_find(inventory, own->host);

			if (own->guest.bus != hostdev->guest.bus || at < 0 ||
			    (live && !own->live) || (!live && is_outdated(inventory, own, at)))
				continue;
			if (mmio_scene_add_card(scene, inventory,
			                        inventory->functions.items[at].card,
			                        live ? vm : NULL) < 0)
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

static enum mmio_firmware firmware_of(const struct dda_inventory *inventory, const struct vm *vm)
{
	if (inventory->platform == PLATFORM_HYPERV)
		return MMIO_HYPERV;
	return vm->space.firmware == VM_UEFI ? MMIO_OVMF : MMIO_SEABIOS;
}

int mmio_scene_set_vm(struct mmio_scene *scene, const struct dda_inventory *inventory,
                      const struct vm *vm, bool live)
{
	const struct fact_text *processor = &inventory->iommu.processor;

	scene->subject = vm->name;
	scene->target = (struct mmio_target){
	        .firmware = firmware_of(inventory, vm),
	        .ram = vm->memory,
	        .address_bits = inventory->platform == PLATFORM_HYPERV
	                                ? (unsigned)inventory->iommu.address_bits.value
	                                : width_of(&vm->space, inventory),
	        .amd = fact_is_present(processor->fact) &&
	               text_equal(processor->value, "AuthenticAMD"),
	        .no_1g_pages = vm->space.old_processor,
	        .other_ports = other_ports(vm),
	        .hole64 = vm->space.pci_hole64,
	        .window = vm->space.firmware_window,
	};
	return add_own_cards(scene, inventory, vm, live);
}

static uint64_t at_most(uint64_t value, uint64_t most)
{
	return value < most ? value : most;
}

void mmio_target_clamp(struct mmio_target *target)
{
	const uint64_t most = 1ull << MMIO_BITS_MAX;

	target->ram = at_most(target->ram, most);
	target->hole64 = at_most(target->hole64, most);
	target->address_bits = (unsigned)at_most(target->address_bits, MMIO_BITS_MAX);
	if (target->address_bits && target->address_bits < BITS_MIN)
		target->address_bits = BITS_MIN;
}
