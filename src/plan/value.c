/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"
#include "plan/plan.h"

const char *dda_verb_name(enum dda_verb verb)
{
	static const char *const names[] = {
	        [DDA_ASSIGN] = "assign", [DDA_RELEASE] = "release",   [DDA_DISABLE] = "disable",
	        [DDA_ENABLE] = "enable", [DDA_DISMOUNT] = "dismount", [DDA_MOUNT] = "mount",
	        [DDA_ADD] = "add",       [DDA_REMOVE] = "remove",     [DDA_START] = "start",
	        [DDA_SET] = "set",
	};

	return names[verb];
}

bool verb_parse(const char *name, enum dda_verb *ret)
{
	for (int verb = DDA_ASSIGN; verb <= DDA_SET; verb++)
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

/* A VM is told with the first of its cards. */
static bool is_told(const struct dda_plan *plan, size_t card)
{
	for (size_t i = 0; i < card; i++)
		if (text_equal(plan->card_vms[i], plan->card_vms[card]))
			return true;
	return false;
}

const char *dda_plan_vm(const struct dda_plan *plan, size_t index)
{
	for (size_t i = 0; i < plan->cards.count; i++)
		if (plan->card_vms[i] && !is_told(plan, i) && index-- == 0)
			return plan->card_vms[i];
	return NULL;
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

static bool has_same_values(const struct step *a, const struct step *b)
{
	return a->named == b->named && a->space.low_gap == b->space.low_gap &&
	       a->space.high_gap == b->space.high_gap && a->space.high_base == b->space.high_base &&
	       a->space.firmware_window == b->space.firmware_window &&
	       a->space.width == b->space.width && a->cache_types == b->cache_types &&
	       text_equal(a->stop_action, b->stop_action) && text_equal(a->record, b->record);
}

static bool is_same_step(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && address_compare(a->function, b->function) == 0 &&
	       text_equal(a->vm, b->vm) && text_equal(a->driver, b->driver) &&
	       a->guest.bus == b->guest.bus && a->guest.device == b->guest.device &&
	       a->guest.function == b->guest.function && a->settings == b->settings &&
	       has_same_values(a, b);
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
