/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <limits.h>

#include "rules/scope.h"

/*
 * Where a card sits in a VM: behind a PCIe root port of its own, its functions numbered as on the
 * host (drivers expect the GPU at 0, its audio function at 1), without a gap at 0.
 */

const struct vm *draft_vm(const struct draft *draft, size_t card)
{
	int at = draft->card_vms[card];

	if (at < 0 || draft->vms[at].index < 0)
		return NULL;
	return &draft->inventory->vms.items[draft->vms[at].index];
}

static const struct card *card_of(const struct draft *draft, size_t number)
{
	return &draft->inventory->cards.items[draft->plan->cards.items[number]];
}

/* A function of the card that has its place in the VM already, or NULL. */
static const struct hostdev *placed_function(const struct draft *draft, size_t number,
                                             const struct vm *vm)
{
	const struct dda_function *function;

	for_each_function (function, draft->inventory, card_of(draft, number)) {
		const struct hostdev *hostdev = vm_find_hostdev(vm, function->address);

		if (!hostdev && draft_gives(draft))
			hostdev = vm_find_moved(vm, function); /* whose place it takes */
		if (hostdev && hostdev->has_guest)
			return hostdev;
	}
	return NULL;
}

/* True when the request puts a card before number `number` behind that port of the VM. */
static bool is_given_out(const struct draft *draft, size_t number, const struct vm *vm,
                         unsigned port)
{
	for (size_t i = 0; i < number; i++)
		if (draft_vm(draft, i) == vm && draft->ports[i] == port)
			return true;
	return false;
}

static bool is_empty(const struct vm *vm, unsigned port)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].has_guest && vm->hostdevs.items[i].guest.bus == port)
			return false;
	return true;
}

/* A port of ours that an earlier release had to leave, 0 for none. */
static unsigned free_port(const struct draft *draft, size_t number, const struct vm *vm)
{
	for (size_t i = 0; i < vm->controllers.count; i++) {
		const struct vm_controller *port = &vm->controllers.items[i];

		if (port->ours && is_empty(vm, port->index) &&
		    !is_given_out(draft, number, vm, port->index))
			return port->index;
	}
	return 0;
}

/* The first controller index above all that the VM has and this plan has given out. */
static unsigned next_port(const struct draft *draft, size_t number, const struct vm *vm)
{
	unsigned next = 1;

	for (size_t i = 0; i < vm->controllers.count; i++)
		if (vm->controllers.items[i].index >= next)
			next = vm->controllers.items[i].index + 1;
	for (size_t i = 0; i < number; i++)
		if (draft_vm(draft, i) == vm && draft->needs_ports[i] && draft->ports[i] >= next)
			next = draft->ports[i] + 1;
	return next;
}

static bool lacks_function(const struct draft *draft, size_t number, const struct vm *vm)
{
	const struct dda_function *function;

	for_each_function (function, draft->inventory, card_of(draft, number))
		if (!vm_find_hostdev(vm, function->address))
			return true;
	return false;
}

void draft_place(struct draft *draft)
{
	for (size_t i = 0; i < draft->plan->cards.count; i++) {
		const struct vm *vm = draft_vm(draft, i);
		const struct hostdev *placed = vm ? placed_function(draft, i, vm) : NULL;

		if (placed) {
			draft->ports[i] = placed->guest.bus;
		} else if (vm && !vm->own_slots && vm_has_pcie(vm) &&
		           lacks_function(draft, i, vm)) {
			draft->ports[i] = free_port(draft, i, vm);
			draft->needs_ports[i] = draft->ports[i] == 0;
			if (draft->needs_ports[i])
				draft->ports[i] = next_port(draft, i, vm);
		}
	}
}

static unsigned guest_function(const struct dda_inventory *inventory, const struct card *card,
                               const struct dda_function *function)
{
	unsigned number = 0;

	if (card_main(inventory, card)->address.function == 0)
		return function->address.function;
	while (number < card->count &&
	       &inventory->functions.items[card->functions[number]] != function)
		number++;
	return number;
}

void draft_guest(const struct draft *draft, size_t card, const struct dda_function *function,
                 struct step *step)
{
	const struct card *own = card_of(draft, card);
	const struct vm *vm = draft_vm(draft, card);
	const struct hostdev *placed = vm ? placed_function(draft, card, vm) : NULL;

	if (!placed && draft->ports[card] == 0)
		return;
	step->guest_placed = true;
	step->guest.bus = draft->ports[card];
	step->guest.device = placed ? placed->guest.device : 0;
	step->guest.function = guest_function(draft->inventory, own, function);
	step->multifunction = own->count > 1 && step->guest.function == 0;
}

bool draft_leaves(const struct draft *draft, const struct hostdev *hostdev)
{
	int at = inventory_find(draft->inventory, hostdev->host);

	for (size_t i = 0; at >= 0 && i < draft->plan->cards.count; i++)
		if (draft->plan->cards.items[i] == draft->inventory->functions.items[at].card)
			return true;
	return false;
}

/* True when nothing is left behind the port once the request is done. */
static bool empties(const struct draft *draft, const struct vm *vm, unsigned port)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];

		if (hostdev->has_guest && hostdev->guest.bus == port &&
		    !draft_leaves(draft, hostdev))
			return false;
	}
	return true;
}

static const struct vm_controller *highest_below(const struct vm *vm, unsigned limit)
{
	const struct vm_controller *highest = NULL;

	for (size_t i = 0; i < vm->controllers.count; i++) {
		const struct vm_controller *controller = &vm->controllers.items[i];

		if (controller->index < limit && (!highest || controller->index > highest->index))
			highest = controller;
	}
	return highest;
}

bool draft_spare_port(const struct draft *draft, const struct vm *vm, unsigned number,
                      unsigned *ret_port)
{
	const struct vm_controller *port = highest_below(vm, UINT_MAX);

	while (port && port->ours && empties(draft, vm, port->index)) {
		if (number-- == 0) {
			*ret_port = port->index;
			return true;
		}
		port = highest_below(vm, port->index);
	}
	return false;
}
