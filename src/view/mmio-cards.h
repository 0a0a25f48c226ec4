/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/mmio-scene.h"
#include "view/view.h"

/* Finds out what was asked for. Returns 0, or a negative errno with an error set. */
int mmio_scene_set(struct mmio_scene *scene, const struct dda_inventory *inventory,
                   const struct view_mmio *request, struct dda_error **ret_error);
