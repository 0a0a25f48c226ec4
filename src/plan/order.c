/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "model/vm-editable.h"
#include "rules/force.h"
#include "rules/scope.h"

/*
 * Each request is a row of stages. A stage goes over all functions of all cards and adds a step for
 * those that still lack it; so a request that is half done, or done, needs no case of its own.
 */

#define STAGES_MAX 7

static const struct stages {
	unsigned count;
	enum step_kind kinds[STAGES_MAX];
} stages[] = {
        [DDA_ASSIGN] = {7,
                        {STEP_DISABLE, STEP_DISMOUNT, STEP_REMOVE, STEP_SET, STEP_PREPARE, STEP_ADD,
                         STEP_START}},
        [DDA_RELEASE] = {5, {STEP_REMOVE, STEP_UNPREPARE, STEP_UNSET, STEP_MOUNT, STEP_ENABLE}},
        [DDA_DISABLE] = {1, {STEP_DISABLE}},
        [DDA_ENABLE] = {1, {STEP_ENABLE}},
        [DDA_DISMOUNT] = {1, {STEP_DISMOUNT}},
        [DDA_MOUNT] = {1, {STEP_MOUNT}},
        [DDA_ADD] = {4, {STEP_REMOVE, STEP_SET, STEP_PREPARE, STEP_ADD}},
        [DDA_REMOVE] = {3, {STEP_REMOVE, STEP_UNPREPARE, STEP_UNSET}},
        [DDA_START] = {1, {STEP_START}},
        [DDA_SET] = {1, {STEP_SET}},
};

static struct step *add_step(struct draft *draft, size_t card, enum step_kind kind, unsigned stage,
                             struct address function)
{
	struct planned_step *item = ARRAY_ADD(draft->plan);

	if (!item)
		return NULL;
	item->stage = stage;
	if (card < draft->plan->cards.count)
		item->card = draft->plan->cards.items[card];
	item->step.kind = kind;
	item->step.function = function;
	return &item->step;
}

/* What the function had before dda: what it has now, or what was put on record. */
static int set_origin(struct draft *draft, const struct dda_function *function, struct step *step)
{
	struct arena *arena = &draft->plan->arena;
	bool back = step->kind == STEP_ENABLE || step->kind == STEP_MOUNT;
	bool ours = back || function_has_left(function);
	const char *driver = ours ? function->origin.driver : function->driver.value;
	const char *override = ours ? function->origin.override : function->driver_override.value;

	step->origin_known = !ours || fact_is_present(function->origin.fact);
	if (!step->origin_known)
		return 0;
	step->driver = arena_text(arena, driver);
	step->override = arena_text(arena, override);
	return (driver && !step->driver) || (override && !step->override) ? -ENOMEM : 0;
}

static bool is_first(const struct draft *draft, size_t card, const struct dda_function *function)
{
	const struct dda_inventory *inventory = draft->inventory;

	return function ==
	       card_main(inventory, &inventory->cards.items[draft->plan->cards.items[card]]);
}

static int set_rom(struct draft *draft, const char *file, struct step *step)
{
	step->rom = arena_text(&draft->plan->arena, file);
	return file && !step->rom ? -ENOMEM : 0;
}

/* What is put on record beside the entry. */
static int set_device(struct draft *draft, unsigned long id, const char *location,
                      struct step *step)
{
	step->id = id;
	step->location_path = arena_text(&draft->plan->arena, location);
	return location && !step->location_path ? -ENOMEM : 0;
}

static void set_forced(const struct dda_request *request, struct step *step)
{
	step->without_isolation = force_has(request->forced, request->forced_count,
	                                    FORCE_NOT_ISOLATED);
	step->without_mitigations = force_has(request->forced, request->forced_count,
	                                      FORCE_NO_MITIGATIONS);
}

/* A step on the host, or into the VM. */
static int add_plain(struct draft *draft, size_t card, enum step_kind kind, unsigned stage,
                     const struct dda_function *function)
{
	struct step *step;

	if (!draft_lacks(draft, card, function, kind))
		return 0;
	step = add_step(draft, card, kind, stage, function->address);
	if (!step)
		return -ENOMEM;
	if (kind == STEP_DISMOUNT)
		set_forced(draft->request, step);
	if (kind != STEP_ADD)
		return set_origin(draft, function, step);
	step->vm = draft->vms[draft->card_vms[card]].name;
	draft_guest(draft, card, function, step);
	if (set_device(draft, dda_function_id(function), function->location_path, step) < 0)
		return -ENOMEM;
	return set_rom(draft, is_first(draft, card, function) ? draft->request->rom_file : NULL,
	               step);
}

/* The first function of a card of the request; all zero when it has none: the VM lost its cards by
 * other means. */
static struct address first_of_card(const struct draft *draft, size_t card)
{
	const struct dda_inventory *inventory = draft->inventory;

	if (card >= draft->plan->cards.count)
		return (struct address){0};
	return card_main(inventory, &inventory->cards.items[draft->plan->cards.items[card]])
	        ->address;
}

/* A step over a VM as a whole, told with the first function of one of its cards. */
static struct step *add_vm_step(struct draft *draft, size_t card, enum step_kind kind,
                                unsigned stage, const struct intent_vm *vm)
{
	struct step *step = add_step(draft, card, kind, stage, first_of_card(draft, card));

	if (step)
		step->vm = vm->name;
	return step;
}

static int add_prepare(struct draft *draft, size_t card, unsigned stage)
{
	struct step *step;

	if (!draft->needs_ports[card])
		return 0;
	step = add_vm_step(draft, card, STEP_PREPARE, stage, &draft->vms[draft->card_vms[card]]);
	if (!step)
		return -ENOMEM;
	step->guest.bus = draft->ports[card];
	step->guest_placed = true;
	return 0;
}

/* One entry of a VM. `together`: its slot is shared with others. */
static int add_remove(struct draft *draft, size_t card, unsigned stage,
                      const struct intent_vm *from, const struct hostdev *hostdev, bool together)
{
	struct step *step = add_step(draft, card, STEP_REMOVE, stage, hostdev->host);

	if (!step)
		return -ENOMEM;
	step->vm = from->name;
	step->guest_placed = hostdev->has_guest;
	if (set_rom(draft, hostdev->rom, step) < 0 ||
	    set_device(draft, hostdev->was_id, hostdev->was_at, step) < 0)
		return -ENOMEM;
	if (!hostdev->has_guest)
		return 0;
	step->guest = hostdev->guest;
	step->multifunction = hostdev->guest.function == 0 && together;
	return 0;
}

static int add_remove_from(struct draft *draft, size_t card, unsigned stage,
                           const struct intent_vm *from, const struct dda_function *function)
{
	const struct vm *vm = from->index < 0 ? NULL : &draft->inventory->vms.items[from->index];
	const struct hostdev *hostdev = vm ? vm_find_hostdev(vm, function->address) : NULL;
	bool together = draft->inventory->cards.items[function->card].count > 1;

	return hostdev ? add_remove(draft, card, stage, from, hostdev, together) : 0;
}

/* From the VMs: the way back goes in reverse order of functions. */
static int add_removes(struct draft *draft, size_t card, unsigned stage)
{
	const struct card *own = &draft->inventory->cards.items[draft->plan->cards.items[card]];
	int r = 0;

	for (size_t i = 0; i < draft->vm_count; i++)
		for (unsigned j = own->count; r >= 0 && j-- > 0;)
			r = add_remove_from(draft, card, stage, &draft->vms[i],
			                    &draft->inventory->functions.items[own->functions[j]]);
	return r;
}

/* On the way to its VM: an entry of that VM for the same device, which had another address then. */
static int add_moved_removes(struct draft *draft, size_t card, unsigned stage)
{
	const struct card *own = &draft->inventory->cards.items[draft->plan->cards.items[card]];
	const struct vm *vm = draft_vm(draft, card);
	int r = 0;

	for (unsigned j = own->count; vm && r >= 0 && j-- > 0;) {
		const struct dda_function *function =
		        &draft->inventory->functions.items[own->functions[j]];
		const struct hostdev *moved = vm_find_moved(vm, function);

		if (moved && draft_lacks(draft, card, function, STEP_ADD))
			r = add_remove(draft, card, stage, &draft->vms[draft->card_vms[card]],
			               moved, own->count > 1);
	}
	return r;
}

/* The card of the request that leaves this VM: the one a step over its ports is told with. */
static size_t leaving_card(const struct draft *draft, const char *vm)
{
	for (size_t i = 0; i < draft->plan->count; i++)
		if (text_equal(draft->plan->items[i].step.vm, vm))
			for (size_t card = 0; card < draft->plan->cards.count; card++)
				if (draft->plan->cards.items[card] == draft->plan->items[i].card)
					return card;
	return 0;
}

/* Port number `number` of a VM that can go; without such a port there is nothing to do. */
static int add_unprepare(struct draft *draft, const struct intent_vm *from, unsigned number,
                         unsigned stage)
{
	struct step *step;
	unsigned port;

	if (from->index < 0 ||
	    !draft_spare_port(draft, &draft->inventory->vms.items[from->index], number, &port))
		return 0;
	step = add_vm_step(draft, leaving_card(draft, from->name), STEP_UNPREPARE, stage, from);
	if (!step)
		return -ENOMEM;
	step->guest.bus = port;
	step->guest_placed = true;
	return 0;
}

static int add_card(struct draft *draft, size_t card, enum step_kind kind, unsigned stage)
{
	const struct card *own = &draft->inventory->cards.items[draft->plan->cards.items[card]];
	const struct dda_function *function;
	int r = 0;

	if (kind == STEP_PREPARE)
		return add_prepare(draft, card, stage);
	if (kind == STEP_REMOVE)
		return draft_gives(draft) ? add_moved_removes(draft, card, stage)
		                          : add_removes(draft, card, stage);
	for_each_function (function, draft->inventory, own)
		if (r >= 0)
			r = add_plain(draft, card, kind, stage, function);
	return r;
}

static int add_cards(struct draft *draft, enum step_kind kind, unsigned *stage)
{
	size_t before = draft->plan->count;

	for (size_t card = 0; card < draft->plan->cards.count; card++)
		if (add_card(draft, card, kind, *stage) < 0)
			return -ENOMEM;
	*stage += draft->plan->count > before;
	return 0;
}

/* One after the other from the highest down: each only may go when those above it are gone. */
static int add_unprepares(struct draft *draft, unsigned *stage)
{
	size_t before;

	for (unsigned number = 0;; number++) {
		before = draft->plan->count;
		for (size_t i = 0; i < draft->vm_count; i++)
			if (add_unprepare(draft, &draft->vms[i], number, *stage) < 0)
				return -ENOMEM;
		if (draft->plan->count == before)
			return 0;
		(*stage)++;
	}
}

/* The first card of the request that goes to this VM; as many as there are cards for none. */
static size_t arriving_card(const struct draft *draft, const struct intent_vm *vm)
{
	size_t card = 0;

	while (card < draft->plan->cards.count && draft->card_vms[card] != (int)(vm - draft->vms))
		card++;
	return card;
}

/* Each VM of the request that is off; with an assign also gets a card. */
static int add_starts(struct draft *draft, unsigned *stage)
{
	bool alone = draft->request->verb == DDA_START;
	size_t before = draft->plan->count;

	for (size_t i = 0; draft_starts(draft) && i < draft->vm_count; i++) {
		const struct intent_vm *vm = &draft->vms[i];
		size_t card = arriving_card(draft, vm);

		if ((card == draft->plan->cards.count && !alone) ||
		    draft->inventory->vms.items[vm->index].state != VM_OFF)
			continue;
		if (!add_vm_step(draft, card, STEP_START, *stage, vm))
			return -ENOMEM;
	}
	*stage += draft->plan->count > before;
	return 0;
}

/* To the node of the VM's first card, which they all share; or what dda bound it to. */
static int set_node(struct draft *draft, const struct intent_vm *of, bool set, const struct vm *vm,
                    struct step *step)
{
	struct arena *arena = &draft->plan->arena;
	const struct numa_node *node = set ? draft_node(draft, arriving_card(draft, of)) : NULL;
	const char *cpus = node ? node->cpus : vm->settings.cpus;

	step->nodes = node ? arena_format(arena, "%llu", (unsigned long long)node->number)
	                   : arena_text(arena, vm->settings.nodes);
	step->cpus = arena_text(arena, cpus);
	return (node && !step->nodes) || (cpus && !step->cpus) ? -ENOMEM : 0;
}

static int add_setting(struct draft *draft, const struct intent_vm *of, enum step_kind kind,
                       unsigned stage)
{
	bool set = kind == STEP_SET;
	unsigned settings = set ? draft_unfit(draft, of) : draft_kept(draft, of);
	const struct vm *vm = of->index < 0 ? NULL : &draft->inventory->vms.items[of->index];
	struct step *step;

	if (!settings || !vm)
		return 0;
	step = add_vm_step(draft, set ? arriving_card(draft, of) : leaving_card(draft, of->name),
	                   kind, stage, of);
	if (!step)
		return -ENOMEM;
	step->settings = settings;
	step->memory = vm->memory;
	step->balloon_target = set ? vm->settings.balloon_target : vm->settings.kept_target;
	step->space = set ? draft->spaces[of - draft->vms].space : vm->kept_space;
	step->space_before = vm->space;
	if (settings & SETTING_NUMA && set_node(draft, of, set, vm, step) < 0)
		return -ENOMEM;
	step->space_kept = set && (vm->settings.kept & SETTING_SPACE);
	return 0;
}

static int copy_text(struct arena *arena, const char *text, const char **ret)
{
	*ret = arena_text(arena, text);
	return text && !*ret ? -ENOMEM : 0;
}

/* Which of enum vm_setting those are that a person names. */
static unsigned settings_of(unsigned named)
{
	return (named & (DDA_LOW_SPACE | DDA_HIGH_SPACE) ? SETTING_SPACE : 0u) |
	       (named & DDA_CACHE_TYPES ? SETTING_CACHE : 0u) |
	       (named & DDA_STOP_ACTION ? SETTING_STOP : 0u);
}

static int set_named(struct draft *draft, const struct vm *vm, unsigned named, struct step *step)
{
	struct arena *arena = &draft->plan->arena;
	struct dda_settings wanted = draft->request->settings;

	wanted.named = named;
	step->named = named;
	step->settings = settings_of(named);
	step->space = vm_space_with(&vm->space, &wanted, draft->inventory->platform);
	step->space_before = vm->space;
	step->cache_types = wanted.cache_types;
	step->cache_types_before = !vm->settings.fixed_caches;
	if (copy_text(arena, wanted.stop_action, &step->stop_action) < 0 ||
	    copy_text(arena, vm->settings.stop_action, &step->stop_action_before) < 0)
		return -ENOMEM;
	return copy_text(arena, vm->settings.record, &step->record);
}

/* What a person names: of that what is not so, or is not a person's yet. */
static int add_named(struct draft *draft, const struct intent_vm *of, unsigned stage)
{
	const struct vm *vm = &draft->inventory->vms.items[of->index];
	unsigned named = vm_differing(vm, &draft->request->settings, draft->inventory->platform);
	struct step *step;

	if (!named)
		return 0;
	step = add_vm_step(draft, draft->plan->cards.count, STEP_SET, stage, of);
	return step ? set_named(draft, vm, named, step) : -ENOMEM;
}

static int add_settings(struct draft *draft, enum step_kind kind, unsigned *stage)
{
	size_t before = draft->plan->count;

	if (draft->request->verb == DDA_SET)
		return add_named(draft, &draft->vms[0], *stage);
	for (size_t i = 0; i < draft->vm_count; i++)
		if (add_setting(draft, &draft->vms[i], kind, *stage) < 0)
			return -ENOMEM;
	*stage += draft->plan->count > before;
	return 0;
}

static int add_stage(struct draft *draft, enum step_kind kind, unsigned *stage)
{
	switch (kind) {
	case STEP_UNPREPARE:
		return add_unprepares(draft, stage);
	case STEP_SET:
	case STEP_UNSET:
		return add_settings(draft, kind, stage);
	case STEP_START:
		return add_starts(draft, stage);
	default:
		return add_cards(draft, kind, stage);
	}
}

int draft_order(struct draft *draft)
{
	const struct stages *row = &stages[draft->request->verb];
	unsigned stage = 0;
	int r = 0;

	for (unsigned i = 0; r >= 0 && i < row->count; i++)
		r = add_stage(draft, row->kinds[i], &stage);
	return r;
}
