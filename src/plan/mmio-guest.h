/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/mmio-scene.h"

/* The plan for the cards that a running VM holds, to compare with where they are. */
struct mmio_guest {
	const char *why_not; /* not NULL: nothing is planned, and why */
	struct mmio_scene scene;
	struct mmio_plan plan;
};

void mmio_guest_deinit(struct mmio_guest *guest);

/* Returns 0, also when nothing can be planned, or -ENOMEM. */
int mmio_guest_plan(const struct dda_inventory *inventory, const struct vm *vm,
                    struct mmio_guest *ret);

/*
 * The planned place of a BAR of a function that the VM holds. NULL when there is none: *ret_why_not
 * says why, a constant.
 */
const struct mmio_place *mmio_guest_place(const struct mmio_guest *guest,
                                          const struct dda_function *function, unsigned bar,
                                          const char **ret_why_not);

/* The part of the address space that the firmware takes such a place from. */
struct mmio_space mmio_guest_window(const struct mmio_guest *guest, const struct mmio_place *place);

/* Adds what is mapped outside of these windows. */
void mmio_guest_check(const struct mmio_guest *guest, const struct dda_inventory *inventory, int vm,
                      struct findings *findings);
