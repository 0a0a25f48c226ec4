/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "base/text.h"
#include "fixture.h"
#include "plan/plan.h"

/*
 * Random hosts and requests. Every plan is played on a small model of a host, which insists on what
 * each step needs; then its inverses, backwards: all is as before. And some rules that hold for
 * every plan.
 */

#define ROUNDS 4000
#define CARDS 4
#define FUNCTIONS (CARDS * 3)
#define VMS 3
#define PORTS 32

enum place { PLACE_HOST, PLACE_DISABLED, PLACE_OUT };

struct world {
	enum place places[FUNCTIONS];
	bool given[FUNCTIONS][VMS];
	bool ports[VMS][PORTS];
	unsigned unfit[VMS], kept[VMS]; /* settings */
	unsigned window[VMS];           /* OVMF's, in GiB */
	bool recorded[VMS];             /* it is dda's */
	bool off[VMS];
};

static uint32_t seed = 1;

static unsigned roll(unsigned sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 16) % sides;
}

static size_t number_of(struct address address)
{
	return (address.bus - 1u) * 3 + address.function;
}

static size_t vm_number(const char *name)
{
	return (size_t)(*name - 'a');
}

static void tell_cards(FILE *file)
{
	static const char *const states[] = {"host", "disabled", "dismounted", "vfio"};

	for (unsigned card = 1; card <= CARDS; card++) {
		fprintf(file, "card 0000:%02x:00 %u %s\n", card, roll(3) ? 10 + card : 10,
		        states[roll(4)]);
		for (unsigned i = 0; i < 3; i++)
			if (roll(4) == 0)
				fprintf(file, "state 0000:%02x:00.%u %s\n", card, i,
				        states[roll(4)]);
	}
}

static void tell_vms(FILE *file)
{
	for (unsigned vm = 0; vm < VMS; vm++)
		fprintf(file, "vm %c %s %s\n", 'a' + (int)vm, roll(6) ? "off" : "running",
		        roll(6) ? "" : "no-pcie");
	for (unsigned vm = 0; vm < VMS; vm++)
		if (roll(2))
			fprintf(file, "setting %c %s\n", 'a' + (int)vm,
			        roll(2) ? "target 512" : "kept-all");
	for (unsigned vm = 0; vm < VMS; vm++)
		fprintf(file, "setting %c window %u %s\n", 'a' + (int)vm, roll(3) * 1024,
		        roll(3) ? "" : "1024");
	for (unsigned card = 1; card <= CARDS; card++) {
		unsigned vm = roll(VMS * 2), whole = roll(3);

		for (unsigned i = 0; vm < VMS && i < 3; i++)
			if (whole || roll(2))
				fprintf(file, "give 0000:%02x:00.%u %c %u %s\n", card, i,
				        'a' + (int)vm, 5 + card, card % 2 ? "ours" : "");
	}
}

static struct dda_inventory *random_host(void)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	tell_cards(file);
	fprintf(file, "ksm %u\n", roll(2));
	tell_vms(file);
	fclose(file);
	return given(text);
}

static struct world world_of(const struct dda_inventory *inventory)
{
	struct world world;

	memset(&world, 0, sizeof(world));
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (function->address.bus == 0)
			continue;
		world.places[number_of(function->address)] = function_is_out(function) ? PLACE_OUT
		                                             : fact_is_absent(function->driver.fact)
		                                                     ? PLACE_DISABLED
		                                                     : PLACE_HOST;
	}
	for (size_t i = 0; i < inventory->vms.count; i++) {
		const struct vm *vm = &inventory->vms.items[i];

		world.unfit[i] = vm_unfit_settings(vm, &inventory->surroundings);
		world.kept[i] = vm->settings.kept;
		world.window[i] = (unsigned)(vm->space.firmware_window >> 30);
		world.recorded[i] = vm->settings.record != NULL;
		world.off[i] = vm->state == VM_OFF;
		for (size_t j = 0; j < vm->hostdevs.count; j++)
			world.given[number_of(vm->hostdevs.items[j].host)][i] = true;
		for (size_t j = 0; j < vm->controllers.count; j++)
			world.ports[i][vm->controllers.items[j].index] = true;
	}
	return world;
}

static void move(struct world *world, size_t at, enum place from, enum place to)
{
	assert_int_equal(world->places[at], from);
	world->places[at] = to;
}

static void flip(bool *flag, bool to)
{
	assert_int_equal(*flag, !to);
	*flag = to;
}

static void shift(unsigned *from, unsigned *to, unsigned settings)
{
	assert_true(settings && (*from & settings) == settings);
	*from &= ~settings;
	*to |= settings;
}

/* By a person's word: what is on record of it comes back only where it had been. */
static void set_window(struct world *world, size_t vm, const struct step *step)
{
	bool set = step->kind == STEP_SET;

	assert_true(world->off[vm]);
	assert_int_equal(world->window[vm], step->space_before.firmware_window >> 30);
	assert_true(world->recorded[vm] == (set && step->record));
	world->window[vm] = (unsigned)(step->space.firmware_window >> 30);
	world->recorded[vm] = !set && step->record;
}

/* Does a step as a host would, and insists on what it needs. */
static void play(struct world *world, const struct step *step)
{
	size_t at = step_has_function(step) ? number_of(step->function) : 0;
	size_t vm = step->vm ? vm_number(step->vm) : 0;

	switch (step->kind) {
	case STEP_DISABLE:
		return move(world, at, PLACE_HOST, PLACE_DISABLED);
	case STEP_ENABLE:
		return move(world, at, PLACE_DISABLED, PLACE_HOST);
	case STEP_DISMOUNT:
		return move(world, at, PLACE_DISABLED, PLACE_OUT);
	case STEP_MOUNT:
		return move(world, at, PLACE_OUT, PLACE_DISABLED);
	case STEP_PREPARE:
		return flip(&world->ports[vm][step->guest.bus], true);
	case STEP_UNPREPARE:
		/* libvirt would fill the gap again */
		for (unsigned above = step->guest.bus + 1; above < PORTS; above++)
			assert_false(world->ports[vm][above]);
		return flip(&world->ports[vm][step->guest.bus], false);
	case STEP_ADD:
		if (step->guest_placed)
			assert_true(world->ports[vm][step->guest.bus]);
		return flip(&world->given[at][vm], true);
	case STEP_REMOVE:
		return flip(&world->given[at][vm], false);
	case STEP_START:
		return flip(&world->off[vm], false);
	case STEP_STOP:
		return flip(&world->off[vm], true);
	case STEP_SET:
		if (step->named)
			return set_window(world, vm, step);
		return shift(&world->unfit[vm], &world->kept[vm], step->settings);
	case STEP_UNSET:
		if (step->named)
			return set_window(world, vm, step);
		return shift(&world->kept[vm], &world->unfit[vm], step->settings);
	}
}

struct random_request {
	struct dda_request request;
	const char *devices[CARDS], *vms[CARDS];
};

static void random_request(struct random_request *ret)
{
	static const char *const slots[] = {"01:00", "02:00.1", "03:00", "04:00.2"};
	static const char *const names[] = {"a", "b", "c"};
	struct dda_request *request = &ret->request;

	*ret = (struct random_request){.request = {.verb = (enum dda_verb)roll(DDA_SET + 1)}};
	for (unsigned i = 0; i < CARDS; i++)
		if (request->verb < DDA_START && roll(2))
			ret->devices[request->device_count++] = slots[i];
	request->spread = request->verb == DDA_ASSIGN && roll(2);
	if (request->spread)
		for (; request->vm_count < request->device_count; request->vm_count++)
			ret->vms[request->vm_count] = names[roll(VMS)];
	else if (request->verb == DDA_ASSIGN || request->verb >= DDA_ADD ||
	         (request->verb == DDA_RELEASE && request->device_count == 0))
		ret->vms[request->vm_count++] = names[roll(VMS)];
	if (request->verb == DDA_START && roll(2))
		ret->vms[request->vm_count++] = names[roll(VMS)];
	if (request->verb == DDA_SET)
		request->settings = (struct dda_settings){.named = DDA_HIGH_SPACE,
		                                          .high_space = roll(3) * 1024};
	request->start = request->verb == DDA_ASSIGN && roll(4) == 0;
	request->devices = ret->devices;
	request->vms = ret->vms;
}

static bool is_asked_for(const struct dda_plan *plan, unsigned card)
{
	for (size_t i = 0; i < plan->cards.count; i++)
		if (plan->cards.items[i] == card)
			return true;
	return false;
}

/* Ports go one after the other; every other kind has one stage. */
static unsigned next_stage(const struct planned_step *before, const struct planned_step *item)
{
	bool port_after_port = before->step.kind == STEP_UNPREPARE &&
	                       item->step.kind == STEP_UNPREPARE && item->stage > before->stage;

	return before->stage + (before->step.kind != item->step.kind || port_after_port);
}

/* Only asked cards, stages in order, one kind to a stage, no bridge. */
static void check_plan(const struct dda_inventory *inventory, const struct dda_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct planned_step *item = &plan->items[i], *before = item - 1;
		int at = inventory_find(inventory, item->step.function);

		if (plan->cards.count == 0 ||
		    (plan->verb == DDA_START && !step_has_function(&item->step))) {
			assert_false(step_has_function(&item->step)); /* what cards left behind */
		} else {
			assert_true(at >= 0 && inventory->functions.items[at].card == item->card);
			assert_true(is_asked_for(plan, item->card));
			assert_false(function_is_bridge(&inventory->functions.items[at]));
		}
		if (i == 0)
			assert_int_equal(item->stage, 0);
		else
			assert_int_equal(item->stage, next_stage(before, item));
	}
}

/* After an assignment all functions of a card are with its VM, out of the host. */
static void check_assigned(const struct dda_inventory *inventory, const struct dda_plan *plan,
                           const struct world *world)
{
	for (size_t i = 0; i < plan->cards.count; i++) {
		const struct card *card = &inventory->cards.items[plan->cards.items[i]];

		for (unsigned j = 0; j < card->count; j++) {
			size_t at =
			        number_of(inventory->functions.items[card->functions[j]].address);

			assert_int_equal(world->places[at], PLACE_OUT);
			assert_true(world->given[at][vm_number(plan->card_vms[i])]);
		}
	}
}

/* Device number N goes to VM number N. */
static void check_spread(const struct dda_plan *plan, const struct dda_request *request)
{
	for (size_t i = 0; request->spread && i < request->vm_count; i++)
		assert_string_equal(plan->card_vms[i], request->vms[i]);
}

static void play_both_ways(const struct dda_inventory *inventory, const struct dda_plan *plan)
{
	const struct world before = world_of(inventory);
	struct world world = before;

	check_plan(inventory, plan);
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;

		if (step->kind == STEP_ADD)
			assert_int_equal(world.unfit[vm_number(step->vm)], 0);
		play(&world, step);
	}
	if (plan->verb == DDA_SET && plan->count > 0)
		assert_false(world.recorded[vm_number(plan->items[0].step.vm)]);
	if (plan->verb == DDA_ASSIGN)
		check_assigned(inventory, plan, &world);
	for (size_t i = plan->count; i-- > 0;) {
		struct step inverse = step_inverse(&plan->items[i].step);

		play(&world, &inverse);
	}
	assert_memory_equal(&world, &before, sizeof(world));
}

static void test_every_plan_can_be_undone(void **state)
{
	unsigned planned = 0, refused = 0, wrong = 0;

	for (unsigned i = 0; i < ROUNDS; i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = random_host();
		_cleanup_plan_ struct dda_plan *plan = NULL;
		struct random_request request;
		int r;

		random_request(&request);
		r = dda_plan_make(inventory, &request.request, &plan, NULL);
		if (r < 0) {
			wrong++;
			continue;
		}
		check_spread(plan, &request.request);
		planned += plan->count > 0;
		refused += dda_plan_refused(plan);
		if (dda_plan_refused(plan))
			assert_int_equal(plan->count, 0);
		else
			play_both_ways(inventory, plan);
	}
	print_message("  %u plans with steps, %u refused, %u malformed\n", planned, refused, wrong);
	assert_true(planned > ROUNDS / 10 && refused > ROUNDS / 10);
}

/* The way back needs to know what the function had. */
static void test_inverse_keeps_everything(void **state)
{
	const struct step step = {.kind = STEP_DISABLE,
	                          .origin_known = true,
	                          .driver = "nvidia",
	                          .override = "nvidia",
	                          .vm = "a",
	                          .guest = {5, 0, 1},
	                          .guest_placed = true,
	                          .named = DDA_STOP_ACTION | DDA_CACHE_TYPES,
	                          .cache_types = true,
	                          .stop_action = "save",
	                          .stop_action_before = "turn off",
	                          .record = "r"};
	struct step inverse = step_inverse(&step);

	assert_int_equal(inverse.kind, STEP_ENABLE);
	assert_true(inverse.named == step.named && !inverse.cache_types);
	assert_string_equal(inverse.stop_action, "turn off");
	assert_string_equal(inverse.record, "r");
	inverse = step_inverse(&inverse);
	assert_int_equal(inverse.kind, step.kind);
	assert_true(inverse.origin_known && inverse.guest_placed);
	assert_true(inverse.cache_types && !inverse.cache_types_before);
	assert_string_equal(inverse.stop_action, "save");
	assert_string_equal(inverse.stop_action_before, "turn off");
	assert_string_equal(inverse.driver, "nvidia");
	assert_string_equal(inverse.override, "nvidia");
	assert_string_equal(inverse.vm, "a");
	assert_int_equal(inverse.guest.function, 1);
}

/* Facts that nobody asked for, no names, no VMs: no crash, and no yes. */
static void test_bare_inventory(void **state)
{
	static const char *const device[] = {"0000:01:00.0"}, *const vm[] = {"a"};

	for (int verb = DDA_ASSIGN; verb <= DDA_SET; verb++) {
		_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
		_cleanup_plan_ struct dda_plan *plan = NULL;
		bool with_vm = verb == DDA_ASSIGN || verb >= DDA_ADD;
		const struct dda_request request = {.verb = (enum dda_verb)verb,
		                                    .devices = device,
		                                    .device_count = verb < DDA_START,
		                                    .vms = vm,
		                                    .vm_count = with_vm,
		                                    .settings.named = verb == DDA_SET,
		                                    .dry_run = true};

		assert_non_null(inventory_add(inventory, false));
		inventory->functions.items->address = inventory->functions.items->upstream =
		        (struct address){.bus = 1};
		inventory->vms_fact.fact = fact_known("test");
		assert_int_equal(inventory_finish(inventory), 0);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_plan_can_be_undone),
	        cmocka_unit_test(test_inverse_keeps_everything),
	        cmocka_unit_test(test_bare_inventory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
