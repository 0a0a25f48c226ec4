/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/plan.h"

/* The address space of a VM that gets cards. */
struct intent_space {
	bool change;
	struct vm_space space; /* what it is to be like */
};

/* A plan in the making: what it is made of, and what is worked out on the way. */
struct draft {
	const struct dda_inventory *inventory;
	const struct dda_request *request;
	struct dda_plan *plan;
	struct intent_vm *vms; /* the VMs of the request, each once */
	size_t vm_count;
	struct intent_space *spaces; /* per VM of the request */
	int *card_vms;               /* per card: index into `vms`, -1 for none */
	unsigned *ports;             /* per card: index of its root port in the VM, 0 for none */
	bool *needs_ports;           /* per card: that port is still to be made */
};

/*
 * Finds the cards and VMs of the request: plan->cards, and in the draft vms, card_vms; room for
 * ports. Returns 0, or as dda_plan_make() with *ret_error set.
 */
int draft_resolve(struct draft *draft, struct dda_error **ret_error);

/*
 * Checks what the request asks for besides, as far as it can't be done: a ROM that is not the
 * card's, an option that the platform has not. Returns 0, or as dda_plan_make() with *ret_error
 * set.
 */
int draft_check_options(const struct draft *draft, struct dda_error **ret_error);

/* The NUMA node of the host that this card of the request is at, NULL when it is not known. */
const struct numa_node *draft_node(const struct draft *draft, size_t card);

/* Works out where each card sits in its VM. */
void draft_place(struct draft *draft);

/* Notes in the plan which devices it is about, and the run of the kernel. Returns 0 or -ENOMEM. */
int draft_identify(const struct draft *draft);

/* Adds the steps that are still lacking. Returns 0 or -ENOMEM. */
int draft_order(struct draft *draft);

/* True when the request wants this step of the function, and it is not done yet. */
bool draft_lacks(const struct draft *draft, size_t card, const struct dda_function *function,
                 enum step_kind kind);

/* True when the request starts its VMs. */
bool draft_starts(const struct draft *draft);

/* Checks what a person names of a VM's settings: that the platform has them, and the limits.
 * Returns 0, or as dda_plan_make() with *ret_error set. */
int draft_check_settings(const struct draft *draft, struct dda_error **ret_error);

/* True when the request gives its cards to VMs. */
bool draft_gives(const struct draft *draft);

/* True when the host's driver has let go of it: disabled or dismounted. */
bool function_has_left(const struct dda_function *function);

/*
 * Works out the address spaces of the VMs that get cards: draft->spaces. Cards that can't be made
 * to fit, and limits that nobody documents, become findings; so does that a VM which is started or
 * set has no room for the cards that it has. Returns 0 or -ENOMEM.
 */
int draft_spaces(struct draft *draft);

/* True when the request adds a function of one of its cards to the VM. */
bool draft_arrives(const struct draft *draft, const struct intent_vm *to);

/* What the request has to set in a VM before it gives it a card: a set of enum vm_setting. */
unsigned draft_unfit(const struct draft *draft, const struct intent_vm *to);

/* What the request has to put back in a VM, whose last card from dda it takes; as above. */
unsigned draft_kept(const struct draft *draft, const struct intent_vm *from);

/* True when the host device is one that the request takes from the VM. */
bool draft_leaves(const struct draft *draft, const struct hostdev *hostdev);

/* The VM of that card of the request, NULL for none. */
const struct vm *draft_vm(const struct draft *draft, size_t card);

/* Fills in where a function of the request's card number `card` sits, or is to sit, in its VM. */
void draft_guest(const struct draft *draft, size_t card, const struct dda_function *function,
                 struct step *step);

/*
 * Finds the port number `number` (from 0) that the request takes away from `vm`: the highest one,
 * then the next, as long as it was made by dda and nothing stays behind it. One below a port that
 * stays can't go, because libvirt fills gaps among the indices of controllers.
 */
bool draft_spare_port(const struct draft *draft, const struct vm *vm, unsigned number,
                      unsigned *ret_port);
