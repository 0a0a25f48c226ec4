/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/translate.h"
#include "model/vm-editable.h"
#include "plan/mmio-finding.h"
#include "plan/mmio-scene.h"
#include "rules/remedy.h"

/*
 * The address space of a VM that gets cards: what it has may do; else it is set to what the cards
 * take. What can't be planned (a definition that is not understood, BARs that can't be read) is
 * left alone, and other findings say so.
 */

static bool can_plan(const struct draft *draft, const struct vm *vm)
{
	if (draft->inventory->platform == PLATFORM_HYPERV)
		return vm->space.low_gap && vm->space.high_gap;
	return vm_has_pcie(vm) && vm->space.firmware != VM_FIRMWARE_UNKNOWN && vm->memory;
}

/* The cards that the VM has, and those that come. */
static int set_scene(const struct draft *draft, const struct intent_vm *to, const struct vm *vm,
                     struct mmio_scene *scene)
{
	int r = mmio_scene_set_vm(scene, draft->inventory, vm, false);

	for (size_t i = 0; r >= 0 && i < draft->plan->cards.count; i++)
		if (draft->card_vms[i] == (int)(to - draft->vms))
			r = mmio_scene_add_card(scene, draft->inventory,
			                        draft->plan->cards.items[i], NULL);
	mmio_target_clamp(&scene->target);
	return r;
}

static int make(const struct mmio_scene *scene, struct mmio_plan *ret)
{
	mmio_plan_deinit(ret);
	*ret = (struct mmio_plan){0};
	return mmio_plan_make(&scene->target, scene->cards.items, scene->cards.count, ret);
}

/* Hyper-V: the sizes are the VM's own settings; a version without the base has the default one. */
static int plan_hyperv(struct mmio_scene *scene, struct mmio_plan *plan, struct vm_space *space,
                       bool *ret_change)
{
	uint64_t base = space->high_base;
	int r;

	scene->target.high_base = base ? base : MMIO_HYPERV_BASE;
	r = make(scene, plan);
	if (r < 0 ||
	    (plan->fits && plan->low_gap <= space->low_gap && plan->high_gap <= space->high_gap))
		return r;
	scene->target.high_base = base ? 0 : MMIO_HYPERV_BASE;
	r = make(scene, plan);
	if (r < 0 || !plan->fits)
		return r;
	if (plan->low_gap > space->low_gap)
		space->low_gap = plan->low_gap;
	if (plan->high_gap > space->high_gap || plan->high_base != base)
		space->high_gap = plan->high_gap;
	space->high_base = base ? plan->high_base : 0;
	*ret_change = true;
	return 0;
}

/* The processor may have as many bits as the host's, when those are known and enough. */
static int widen(const struct dda_inventory *inventory, struct mmio_scene *scene,
                 struct mmio_plan *plan, struct vm_space *space)
{
	const struct fact_number *host = &inventory->iommu.address_bits;

	if (!fact_is_present(host->fact) || space->width == VM_WIDTH_HOST || space->emulated ||
	    host->value <= scene->target.address_bits)
		return 0;
	scene->target.address_bits = (unsigned)host->value;
	space->width = VM_WIDTH_HOST;
	space->address_bits = 0;
	return make(scene, plan);
}

/* QEMU: OVMF takes the size of its window from a setting; how far it reaches is the processor's. */
static int plan_qemu(const struct dda_inventory *inventory, struct mmio_scene *scene,
                     struct mmio_plan *plan, struct vm_space *space, bool *ret_change)
{
	int r;

	scene->target.as_is = true;
	r = make(scene, plan);
	if (r < 0 || plan->fits)
		return r;
	scene->target.as_is = false;
	r = make(scene, plan);
	if (r >= 0 && !plan->fits)
		r = widen(inventory, scene, plan, space);
	if (r < 0 || !plan->fits)
		return r;
	if (plan->window)
		space->firmware_window = plan->window;
	*ret_change = true;
	return 0;
}

static const char *need_text(const struct mmio_plan *plan, struct arena *arena)
{
	_cleanup_free_ char *low = text_size_exact(plan->low.need);
	_cleanup_free_ char *high = text_size_exact(plan->high.need);

	return !low || !high ? NULL
	                     : arena_format(arena,
	                                    "the cards take %s below 4 GiB and %s above, for which "
	                                    "its address space has no room as it is",
	                                    low, high);
}

static int say_change(const struct draft *draft, const struct intent_vm *to,
                      const struct mmio_plan *plan)
{
	struct findings *findings = &draft->plan->findings;
	const struct finding finding = {
	        .code = "vm-space",
	        .severity = FINDING_NOTE,
	        .subject = arena_text(&findings->arena, to->name),
	        .evidence = need_text(plan, &findings->arena),
	        .remedy =
	                "nothing to do: dda sees to it with the first card, and puts it back with "
	                "the last",
	        .card = -1,
	        .vm = to->index,
	};

	findings_add(findings, finding);
	return findings->out_of_memory ? -ENOMEM : 0;
}

static int decide(const struct draft *draft, const struct intent_vm *to, struct mmio_scene *scene,
                  struct vm_space *space, bool *ret_change)
{
	_cleanup_(mmio_plan_deinit) struct mmio_plan plan = {0};
	struct findings *findings = &draft->plan->findings;
	int r = draft->inventory->platform == PLATFORM_HYPERV
	                ? plan_hyperv(scene, &plan, space, ret_change)
	                : plan_qemu(draft->inventory, scene, &plan, space, ret_change);

	if (r < 0 || (plan.fits && !*ret_change))
		return r;
	r = mmio_findings_add_limits(&scene->target, scene->cards.items, scene->cards.count, &plan,
	                             arena_text(&findings->arena, to->name), findings);
	return r < 0 || !plan.fits ? r : say_change(draft, to, &plan);
}

/*
 * Hyper-V: the BARs of a card that is dismounted can't be read, but what dda itself set for the
 * cards that the VM has is exactly what they take: what comes goes behind it.
 */
static int plan_on_top(const struct draft *draft, const struct intent_vm *to, const struct vm *vm,
                       struct intent_space *ret)
{
	_cleanup_(mmio_scene_deinit) struct mmio_scene scene = {0};
	_cleanup_(mmio_plan_deinit) struct mmio_plan plan = {0};
	const struct vm without = {.name = vm->name, .memory = vm->memory, .space = vm->space};
	uint64_t base = vm->space.high_base ? vm->space.high_base : MMIO_HYPERV_BASE;
	int r = set_scene(draft, to, &without, &scene);

	if (r < 0 || findings_blocker(&scene.findings))
		return r;
	scene.target.high_base = base + vm->space.high_gap;
	r = make(&scene, &plan);
	if (r < 0 || !plan.fits || vm->space.low_gap + plan.low.need > MMIO_HYPERV_LOW_MAX)
		return r;
	ret->space.low_gap += plan.low.need;
	ret->space.high_gap += mmio_up(plan.high.need, MMIO_MIB);
	ret->change = true;
	return say_change(draft, to, &plan);
}

static int plan_space(const struct draft *draft, struct intent_space *ret,
                      const struct intent_vm *to)
{
	const struct vm *vm = to->index < 0 ? NULL : &draft->inventory->vms.items[to->index];
	_cleanup_(mmio_scene_deinit) struct mmio_scene scene = {0};
	int r;

	if (!vm || !can_plan(draft, vm) || !draft_arrives(draft, to))
		return 0;
	ret->space = vm->space;
	r = set_scene(draft, to, vm, &scene);
	if (r >= 0 && !findings_blocker(&scene.findings))
		return decide(draft, to, &scene, &ret->space, &ret->change);
	if (r >= 0 && vm->settings.kept & SETTING_SPACE)
		return draft->inventory->platform == PLATFORM_HYPERV
		               ? plan_on_top(draft, to, vm, ret)
		               : 0;
	return r;
}

/* The VM as it will be when it starts next. */
static struct vm with_settings(const struct draft *draft, const struct vm *vm)
{
	struct vm with = *vm;

	if (draft->request->verb == DDA_SET)
		with.space = vm_space_with(&vm->space, &draft->request->settings,
		                           draft->inventory->platform);
	return with;
}

static int say_too_small(const struct draft *draft, const struct intent_vm *of,
                         const char *evidence)
{
	struct findings *findings = &draft->plan->findings;
	const struct finding finding = {
	        .code = "space-too-small",
	        .severity = FINDING_WARNING,
	        .subject = arena_text(&findings->arena, of->name),
	        .evidence = evidence,
	        .remedy = arena_format(
	                &findings->arena,
	                "without room the guest does not get all of them: \"dda mmio --vm %s\" "
	                "says "
	                "how much they take",
	                remedy_quote(draft->inventory->platform, of->name, &findings->arena)),
	        .card = -1,
	        .vm = of->index,
	};

	findings_add(findings, finding);
	return findings->out_of_memory ? -ENOMEM : 0;
}

/* Where BARs can't be read, what dda itself has set for the cards is what they take. */
static bool is_less_than_set(const struct vm *vm, const struct vm *with)
{
	return vm->settings.kept & SETTING_SPACE && vm->hostdevs.count > 0 &&
	       (with->space.low_gap < vm->space.low_gap ||
	        with->space.high_gap < vm->space.high_gap ||
	        with->space.firmware_window < vm->space.firmware_window);
}

static bool has_room(const struct vm_space *space, const struct mmio_plan *plan)
{
	return plan->fits && plan->low_gap <= space->low_gap && plan->high_gap <= space->high_gap;
}

/* The cards that the VM has, in the space that it has, or is to have. */
static int check_room(const struct draft *draft, const struct intent_vm *of, const struct vm *with,
                      struct mmio_scene *scene)
{
	_cleanup_(mmio_plan_deinit) struct mmio_plan plan = {0};
	struct findings *findings = &draft->plan->findings;
	_cleanup_free_ char *low = NULL, *high = NULL;
	bool hyperv = draft->inventory->platform == PLATFORM_HYPERV;
	int r;

	scene->target.as_is = true;
	if (hyperv)
		scene->target.high_base = with->space.high_base ? with->space.high_base
		                                                : MMIO_HYPERV_BASE;
	r = make(scene, &plan);
	if (r < 0 || (hyperv ? has_room(&with->space, &plan) : plan.fits))
		return r;
	low = text_size_exact(plan.low.need);
	high = text_size_exact(plan.high.need);
	return say_too_small(draft, of,
	                     !low || !high ? NULL
	                                   : arena_format(&findings->arena,
	                                                  "its cards take %s below 4 GiB and %s "
	                                                  "above, for which there is no room",
	                                                  low, high));
}

static int check_space(const struct draft *draft, const struct intent_vm *of)
{
	const struct vm *vm = of->index < 0 ? NULL : &draft->inventory->vms.items[of->index];
	_cleanup_(mmio_scene_deinit) struct mmio_scene scene = {0};
	struct vm with;
	int r;

	if (!vm || vm->state != VM_OFF || !can_plan(draft, vm))
		return 0;
	with = with_settings(draft, vm);
	r = mmio_scene_set_vm(&scene, draft->inventory, &with, false);
	mmio_target_clamp(&scene.target);
	if (r < 0)
		return r;
	if (draft->request->settings.named & DDA_HIGH_SPACE)
		r = mmio_findings_add_gap_limit(with.space.high_gap,
		                                arena_text(&draft->plan->findings.arena, of->name),
		                                &draft->plan->findings);
	if (r >= 0 && scene.cards.count > 0 && !findings_blocker(&scene.findings))
		return check_room(draft, of, &with, &scene);
	return r >= 0 && is_less_than_set(vm, &with)
	               ? say_too_small(draft, of, _("this is less than dda has set for its cards"))
	               : r;
}

int draft_spaces(struct draft *draft)
{
	bool gives = draft->request->verb == DDA_ASSIGN || draft->request->verb == DDA_ADD;
	bool checks = draft->request->verb == DDA_SET || draft->request->verb == DDA_START;
	int r = 0;

	draft->spaces = arena_zeroed(&draft->plan->arena,
	                             (draft->vm_count + 1) * sizeof(*draft->spaces));
	if (!draft->spaces)
		return -ENOMEM;
	for (size_t i = 0; gives && r >= 0 && i < draft->vm_count; i++)
		r = plan_space(draft, &draft->spaces[i], &draft->vms[i]);
	for (size_t i = 0; checks && r >= 0 && i < draft->vm_count; i++)
		r = check_space(draft, &draft->vms[i]);
	return r;
}
