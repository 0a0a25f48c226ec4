/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/plan.h"

struct step step_inverse(const struct step *step)
{
	struct step inverse = *step;

	/* A step carries all that its way back needs. */
	inverse.kind = step_kind_inverse(step->kind);
	inverse.space = step->space_before;
	inverse.space_before = step->space;
	inverse.cache_types = step->cache_types_before;
	inverse.cache_types_before = step->cache_types;
	inverse.stop_action = step->stop_action_before;
	inverse.stop_action_before = step->stop_action;
	return inverse;
}
