/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>

#include "fixture.h"
#include "plan/plan.h"

/* Cards over several VMs in one request. */

#define FOUR_CARDS                                                                                 \
	"card 0000:01:00 11 host\ncard 0000:02:00 12 host\ncard 0000:03:00 13 host\n"              \
	"card 0000:04:00 14 host\n"

static size_t count_texts(const char *const *texts, size_t max)
{
	size_t count = 0;

	while (count < max && texts[count])
		count++;
	return count;
}

/* Four GPUs, four VMs: one to each, by stages, and back with one pattern. */
static void test_spread(void **state)
{
	static const char *const pattern[] = {"*"}, *const slots[] = {"01:00", "02:00", "03:00",
	                                                              "04:00"};
	static const char *const vms[] = {"a", "b", "c", "d"};
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given(FOUR_CARDS "vm a off\nvm b off\nvm c off\nvm d off");
	_cleanup_plan_ struct dda_plan *plan = NULL, *none = NULL;
	const struct dda_request request = {.verb = DDA_ASSIGN,
	                                    .devices = slots,
	                                    .device_count = 4,
	                                    .vms = vms,
	                                    .vm_count = 4,
	                                    .spread = true};
	const struct dda_request back = {
	        .verb = DDA_RELEASE, .devices = pattern, .device_count = 1};

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_false(dda_plan_refused(plan));
	assert_int_equal(dda_plan_step_count(plan), 4 * (3 + 3 + 1 + 3));
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(plan->card_vms[i], vms[i]);
	assert_int_equal(dda_plan_make(inventory, &back, &none, NULL), 0);
	assert_int_equal(dda_plan_step_count(none), 0);
}

/* Which cards go where, in the order in which they and the VMs are named. */
static void test_spread_by_number(void **state)
{
	static const struct {
		const char *devices[4], *vms[4];
		const char *to[4]; /* per card of the plan; none: it is wrong usage */
	} cases[] = {
	        {{"01:00", "02:00", "03:00"}, {"a", "a", "b"}, {"a", "a", "b"}},
	        {{"03:00", "01:00", "02:00"}, {"a", "b", "a"}, {"a", "b", "a"}},
	        {{"01:00", "02:00"}, {"a", "uuid-of-a"}, {"a", "a"}},
	        {{"02:00.1", "02:00.0", "01:00"}, {"b", "b", "a"}, {"b", "a"}},
	        {{"02:00.1", "02:00.0", "01:00"}, {"b", "a"}, {"b", "a"}},
	        {{"02:00.1", "02:00.0", "01:00"}, {"b", "a", "a"}, {0}},
	        {{"GPU*"}, {"a", "b", "c", "d"}, {"a", "b", "c", "d"}},
	        {{"GPU*"}, {"a", "b", "c", "c"}, {0}},
	        {{"GPU*", "01:00"}, {"a", "b", "c", "d"}, {"a", "b", "c", "d"}},
	        {{"GPU*", "01:00"}, {"a", "a"}, {0}},
	        {{"01:00", "02:00"}, {"a", "a", "b"}, {0}},
	        {{"01:00", "02:00"}, {"a"}, {0}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(
		        FOUR_CARDS "vm a off\nvm b off\nvm c off\nvm d off\n"
		                   "named 0000:01:00.0 GPU 1\nnamed 0000:02:00.0 GPU 2\n"
		                   "named 0000:03:00.0 GPU 3\nnamed 0000:04:00.0 GPU 4");
		_cleanup_plan_ struct dda_plan *plan = NULL;
		const struct dda_request request = {
		        .verb = DDA_ASSIGN,
		        .devices = cases[i].devices,
		        .device_count = count_texts(cases[i].devices, 4),
		        .vms = cases[i].vms,
		        .vm_count = count_texts(cases[i].vms, 4),
		        .spread = true};
		int r = dda_plan_make(inventory, &request, &plan, NULL);

		print_message("  %zu\n", i);
		assert_int_equal(r, cases[i].to[0] ? 0 : -EINVAL);
		for (size_t j = 0; r == 0 && j < plan->cards.count; j++)
			assert_string_equal(plan->card_vms[j], cases[i].to[j]);
		if (r == 0)
			assert_int_equal(plan->cards.count, count_texts(cases[i].to, 4));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_spread),
	        cmocka_unit_test(test_spread_by_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
