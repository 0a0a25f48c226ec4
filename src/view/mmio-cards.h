/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/mmio.h"
#include "rules/finding.h"
#include "view/view.h"

/* The cards of a request, and the VM they are for. */
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

/* Finds out what was asked for. Returns 0, or a negative errno with an error set. */
int mmio_scene_set(struct mmio_scene *scene, const struct dda_inventory *inventory,
                   const struct view_mmio *request, struct dda_error **ret_error);
