/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"
#include "plan/mmio.h"
#include "rules/finding.h"

/* What is to be planned: cards, and the VM they are for. */
struct mmio_scene {
	struct mmio_target target;
	struct {
		struct mmio_card *items;
		size_t count;
	} cards;
	const char *subject; /* the VM, for people */
	struct findings findings;
};

void mmio_scene_deinit(struct mmio_scene *scene);

/*
 * Adds a card, an index into the inventory, that is not in it yet; with `holder` only the functions
 * that this running VM holds. BARs that can't be read become a finding. Returns 0 or -ENOMEM.
 */
int mmio_scene_add_card(struct mmio_scene *scene, const struct dda_inventory *inventory,
                        unsigned index, const struct vm *holder);

/* The VM, with the cards in its configuration, or with those that it holds now. Returns 0 or
 * -ENOMEM. */
int mmio_scene_set_vm(struct mmio_scene *scene, const struct dda_inventory *inventory,
                      const struct vm *vm, bool live);

/* What a definition says is not always possible; whatever it says must not upset the arithmetic. */
void mmio_target_clamp(struct mmio_target *target);
