/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"
#include "plan/plan.h"

const char *dda_verb_name(enum dda_verb verb)
{
	static const char *const names[] = {
	        [DDA_ASSIGN] = "assign", [DDA_RELEASE] = "release",   [DDA_DISABLE] = "disable",
	        [DDA_ENABLE] = "enable", [DDA_DISMOUNT] = "dismount", [DDA_MOUNT] = "mount",
	        [DDA_ADD] = "add",       [DDA_REMOVE] = "remove",
	};

	return names[verb];
}

bool verb_parse(const char *name, enum dda_verb *ret)
{
	for (int verb = DDA_ASSIGN; verb <= DDA_REMOVE; verb++)
		if (text_equal(dda_verb_name((enum dda_verb)verb), name)) {
			*ret = (enum dda_verb)verb;
			return true;
		}
	return false;
}

void dda_plan_free(struct dda_plan *plan)
{
	if (!plan)
		return;
	free(plan->items);
	free(plan->identities.items);
	selection_deinit(&plan->cards);
	findings_deinit(&plan->findings);
	arena_free(&plan->arena);
	free(plan);
}

bool dda_plan_refused(const struct dda_plan *plan)
{
	return findings_blocker(&plan->findings) != NULL;
}

size_t dda_plan_step_count(const struct dda_plan *plan)
{
	return plan->count;
}

const struct identity *plan_identity(const struct dda_plan *plan, struct address function)
{
	for (size_t i = 0; i < plan->identities.count; i++)
		if (address_compare(plan->identities.items[i].address, function) == 0)
			return &plan->identities.items[i];
	return NULL;
}

static bool is_same_step(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && address_compare(a->function, b->function) == 0 &&
	       text_equal(a->vm, b->vm) && text_equal(a->driver, b->driver) &&
	       a->guest.bus == b->guest.bus && a->guest.device == b->guest.device &&
	       a->guest.function == b->guest.function && a->settings == b->settings;
}

bool dda_plan_is_same(const struct dda_plan *plan, const struct dda_plan *other)
{
	if (plan->count != other->count)
		return false;
	for (size_t i = 0; i < plan->count; i++)
		if (!is_same_step(&plan->items[i].step, &other->items[i].step))
			return false;
	return true;
}
