/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "base/cleanup.h"
#include "plan/mmio.h"

/* What holds for every plan, whatever the cards. */

#define _cleanup_plan_ _cleanup_(mmio_plan_deinit)

static struct mmio_plan plan_of(struct mmio_target target, const struct mmio_card *cards,
                                size_t count)
{
	struct mmio_plan plan;

	assert_int_equal(mmio_plan_make(&target, cards, count, &plan), 0);
	return plan;
}

/* Random cards: up to 64 functions with BARs of 4 KiB to 512 GiB. The same in every run. */
struct dice {
	uint64_t state;
};

static unsigned roll(struct dice *dice, unsigned sides)
{
	dice->state = dice->state * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(dice->state >> 33) % sides;
}

struct hand {
	struct mmio_card cards[64];
	struct bar bars[64][7];
	size_t count;
};

static void deal_bars(struct dice *dice, unsigned largest, struct bar *bars)
{
	memset(bars, 0, 7 * sizeof(*bars));
	for (unsigned b = 0; b < 6; b++) {
		bool is_64bit = roll(dice, 2);

		if (roll(dice, 3) == 0)
			continue;
		bars[b].size = 1ull << (12 + roll(dice, is_64bit ? largest - 11 : 14));
		bars[b].is_64bit = is_64bit;
		bars[b].prefetchable = roll(dice, 2);
		/* A 64-bit BAR that is not prefetchable must lie below 4 GiB behind a port. */
		if (is_64bit && bars[b].size > 64 * MMIO_MIB)
			bars[b].prefetchable = true;
		b += is_64bit;
	}
}

static void deal(struct dice *dice, unsigned largest, struct hand *hand)
{
	unsigned functions = 1 + roll(dice, 64);

	memset(hand, 0, sizeof(*hand));
	for (unsigned i = 0; i < functions; i++) {
		struct mmio_card *card;

		if (hand->count == 0 || hand->cards[hand->count - 1].count == 8 || roll(dice, 2))
			hand->count++;
		card = &hand->cards[hand->count - 1];
		deal_bars(dice, largest, hand->bars[i]);
		card->functions[card->count] = (struct mmio_function){card->count, hand->bars[i]};
		card->count++;
	}
}

static bool overlap(const struct mmio_place *a, const struct mmio_place *b)
{
	return a->start < b->start + b->size && b->start < a->start + a->size;
}

static bool is_inside(const struct mmio_place *place, const struct mmio_place *window)
{
	return place->start >= window->start &&
	       place->start + place->size <= window->start + window->size;
}

static void check_place(const struct mmio_plan *plan, const struct mmio_place *place)
{
	const struct mmio_place *window =
	        &plan->places.items[place->window < 0 ? 0 : place->window];
	const struct mmio_space *space = place->high ? &plan->high : &plan->low;

	if (!place->placed || !place->size)
		return;
	assert_int_equal(place->start % place->align, 0);
	assert_true(place->start >= space->start);
	assert_true(place->start + place->size <= space->start + space->size);
	assert_true(place->high == (place->start >= MMIO_4GIB));
	if (place->high)
		assert_true(place->start >= plan->ram_end);
	if (place->window >= 0)
		assert_true(is_inside(place, window));
	if (place->bar == MMIO_PORT_WINDOW)
		assert_int_equal(place->start % MMIO_MIB, 0);
}

/* No two things of the same level overlap: BARs, or windows. */
static void check_overlaps(const struct mmio_plan *plan)
{
	for (size_t i = 0; i < plan->places.count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct mmio_place *a = &plan->places.items[i];
			const struct mmio_place *b = &plan->places.items[j];

			if (a->placed && b->placed && a->size && b->size &&
			    (a->bar == MMIO_PORT_WINDOW) == (b->bar == MMIO_PORT_WINDOW))
				assert_false(overlap(a, b));
		}
}

/*
 * No space takes more than what is in it and what alignment may lose: for each window its own
 * alignment, and that of the largest on the way to the first address (SeaBIOS: twice, and whole
 * GiB).
 */
static void check_bound(const struct mmio_plan *plan, const struct mmio_space *space, bool high)
{
	uint64_t bound = 2 * space->align + (high ? MMIO_GIB : 16 * MMIO_MIB), sum = 0;

	for (size_t i = 0; i < plan->places.count; i++) {
		const struct mmio_place *place = &plan->places.items[i];

		if (place->high != high || place->window >= 0 || !place->placed)
			continue;
		sum += place->size;
		bound += mmio_up(place->size, place->align);
	}
	if (!plan->fits)
		return;
	assert_true(space->need <= bound);
	assert_true(space->need >= sum);
}

static struct mmio_target any_target(struct dice *dice)
{
	return (struct mmio_target){
	        .firmware = roll(dice, 3),
	        .ram = (1 + roll(dice, 600)) * MMIO_GIB,
	        .address_bits = 40 + roll(dice, 12),
	        .amd = roll(dice, 2),
	        .as_is = roll(dice, 2),
	};
}

static void test_random(void **state)
{
	static struct hand hand;
	struct dice dice = {1};
	unsigned fitting = 0, rounds = 1500;

	for (unsigned i = 0; i < rounds; i++) {
		struct mmio_target target;
		_cleanup_plan_ struct mmio_plan plan = {0};

		deal(&dice, 39 - roll(&dice, 20), &hand);
		target = any_target(&dice);
		plan = plan_of(target, hand.cards, hand.count);
		for (size_t p = 0; p < plan.places.count; p++)
			check_place(&plan, &plan.places.items[p]);
		check_overlaps(&plan);
		check_bound(&plan, &plan.low, false);
		check_bound(&plan, &plan.high, true);
		fitting += plan.fits;
	}
	print_message("  %u of %u fit\n", fitting, rounds);
	assert_in_range(fitting, rounds / 4, rounds - 1);
}

/* Every BAR of the hand, one below the other, has its line in the plan. */
static void test_nothing_is_forgotten(void **state)
{
	static struct hand hand;
	struct dice dice = {2};

	for (unsigned i = 0; i < 100; i++) {
		struct mmio_target target;
		_cleanup_plan_ struct mmio_plan plan = {0};
		size_t bars = 0, lines = 0;

		deal(&dice, 30, &hand);
		target = any_target(&dice);
		plan = plan_of(target, hand.cards, hand.count);
		for (size_t c = 0; c < hand.count; c++)
			for (unsigned f = 0; f < hand.cards[c].count; f++)
				for (unsigned b = 0; b < 6; b++)
					bars += hand.cards[c].functions[f].bars[b].size > 0;
		for (size_t p = 0; p < plan.places.count; p++)
			lines += plan.places.items[p].bar >= 0;
		assert_int_equal(lines, bars);
		for (size_t p = 0; plan.fits && p < plan.places.count; p++)
			assert_true(plan.places.items[p].placed || !plan.places.items[p].size);
	}
}

/* The lowest free aligned address for `size` beside the `count` ranges that are taken. */
static uint64_t lowest_free(const uint64_t (*taken)[2], size_t count, uint64_t base, uint64_t size)
{
	uint64_t start = mmio_up(base, size);

	for (size_t i = 0; i < count; i++)
		if (start < taken[i][1] && taken[i][0] < start + size) {
			start = mmio_up(taken[i][1], size);
			i = (size_t)-1;
		}
	return start;
}

/* The least end over all orders, each put at its lowest free address. */
static uint64_t best_end(uint64_t (*taken)[2], size_t depth, uint64_t *sizes, size_t count,
                         uint64_t base)
{
	uint64_t best = UINT64_MAX, end = base;

	for (size_t i = 0; i < depth; i++)
		end = taken[i][1] > end ? taken[i][1] : end;
	if (depth == count)
		return end;
	for (size_t i = 0; i < count; i++) {
		uint64_t size = sizes[i], start;

		if (!size)
			continue;
		start = lowest_free((const uint64_t(*)[2])taken, depth, base, size);
		taken[depth][0] = start;
		taken[depth][1] = start + size;
		sizes[i] = 0;
		end = best_end(taken, depth + 1, sizes, count, base);
		sizes[i] = size;
		best = end < best ? end : best;
	}
	return best;
}

/* Where nothing but BARs counts (Hyper-V), no order is better than ours. */
static void test_against_brute_force(void **state)
{
	struct dice dice = {3};

	for (unsigned i = 0; i < 300; i++) {
		struct mmio_card cards[6] = {{0}};
		struct bar bars[6][7] = {{{0}}};
		uint64_t sizes[6], taken[6][2], base = (4096 + roll(&dice, 200000)) * MMIO_MIB;
		size_t count = 1 + roll(&dice, 6);
		_cleanup_plan_ struct mmio_plan plan = {0};

		for (size_t c = 0; c < count; c++) {
			sizes[c] = 1ull << (20 + roll(&dice, 18));
			bars[c][0] = (struct bar){.size = sizes[c], .is_64bit = true};
			cards[c].functions[0].bars = bars[c];
			cards[c].count = 1;
		}
		plan = plan_of((struct mmio_target){.firmware = MMIO_HYPERV, .high_base = base},
		               cards, count);
		assert_int_equal(base + plan.high.need, best_end(taken, 0, sizes, count, base));
	}
}

/* A window with whole power-of-two BARs is as small as its BARs: no order of ports is better. */
static void test_ports_against_brute_force(void **state)
{
	struct dice dice = {4};

	for (unsigned i = 0; i < 300; i++) {
		struct mmio_card cards[6] = {{0}};
		struct bar bars[6][7] = {{{0}}};
		uint64_t sizes[6], taken[6][2];
		size_t count = 1 + roll(&dice, 6);
		_cleanup_plan_ struct mmio_plan plan = {0};

		for (size_t c = 0; c < count; c++) {
			sizes[c] = 1ull << (29 + roll(&dice, 8)); /* 512 MiB are kept at least */
			bars[c][0] = (struct bar){
			        .size = sizes[c], .is_64bit = true, .prefetchable = true};
			cards[c].functions[0].bars = bars[c];
			cards[c].count = 1;
		}
		plan = plan_of((struct mmio_target){.firmware = MMIO_OVMF,
		                                    .ram = 16 * MMIO_GIB,
		                                    .address_bits = 40,
		                                    .amd = true,
		                                    .as_is = true},
		               cards, count);
		if (plan.fits)
			assert_int_equal(plan.high.start + plan.high.need,
			                 best_end(taken, 0, sizes, count, plan.high.start));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_random),
	        cmocka_unit_test(test_nothing_is_forgotten),
	        cmocka_unit_test(test_against_brute_force),
	        cmocka_unit_test(test_ports_against_brute_force),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
