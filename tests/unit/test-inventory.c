/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include "fixture.h"
#include "model/group.h"

/* Where a function is, from its driver, what is on record, and the VMs. */
static const struct {
	const char *given, *state, *vm;
} cases[] = {
        {"card 0000:01:00 11 host", "host", NULL},
        {"card 0000:01:00 11 disabled", "disabled", NULL},
        {"card 0000:01:00 11 dismounted", "dismounted", NULL},
        {"card 0000:01:00 11 vfio", "dismounted", NULL},
        {"card 0000:01:00 11 vfio\nvm a off\ngive 0000:01:00.0 a 5", "assigned", "a"},
        {"card 0000:01:00 11 host\nvm a off\ngive 0000:01:00.0 a 5 managed", "assigned", "a"},
        {"card 0000:01:00 11 vfio\nvm a running\ngive 0000:01:00.0 a 5", "in-use", "a"},
        {"card 0000:01:00 11 vfio\nvm a off\nvm b running\ngive 0000:01:00.0 a 5\n"
         "give 0000:01:00.0 b 5",
         "in-use", "b"},
        {"vm a off\ngive 0000:01:00.0 a 5", "missing", "a"},
};

static void test_states(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(cases[i].given);
		const struct dda_function *function = function_at(inventory, "01:00.0");

		print_message("  %s\n", cases[i].state);
		assert_string_equal(function_state_name(function->state), cases[i].state);
		if (cases[i].vm)
			assert_string_equal(inventory->vms.items[function->vm].name, cases[i].vm);
		else
			assert_int_equal(function->vm, -1);
	}
}

static void test_order_and_parents(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("card 0000:02:00 12 host\ncard 0000:01:00 11 host\nvm b off\nvm a off");
	const struct dda_function *function = function_at(inventory, "02:00.1");

	for (size_t i = 1; i < inventory->functions.count; i++)
		assert_true(address_compare(inventory->functions.items[i - 1].address,
		                            inventory->functions.items[i].address) < 0);
	assert_ptr_equal(&inventory->functions.items[function->parent],
	                 function_at(inventory, "00:02.0"));
	assert_int_equal(function_at(inventory, "00:02.0")->parent, -1);
	assert_string_equal(inventory->vms.items[0].name, "a");
	assert_string_equal(inventory_find_vm(inventory, "uuid-of-b")->name, "b");
	assert_null(inventory_find_vm(inventory, "c"));
}

/* What two VMs name and the host does not have is there once. */
static void test_missing_once(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "card 0000:03:00 12 host\nvm a off\nvm b off\ngive 0000:01:00.0 a 5\n"
	        "give 0000:02:00.0 a 6\ngive 0000:01:00.0 b 5\ngive 0000:03:00.0 b 6");
	unsigned missing = 0;

	for (size_t i = 0; i < inventory->functions.count; i++)
		missing += inventory->functions.items[i].state == FUNCTION_MISSING;
	assert_int_equal(missing, 2);
	assert_string_equal(function_state_name(function_at(inventory, "01:00.0")->state),
	                    "missing");
	assert_string_equal(function_state_name(function_at(inventory, "03:00.0")->state),
	                    "assigned");
}

static void test_bus(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("card 0000:01:00 11 host\ncard 0000:02:00 12 host\ncard 0001:01:00 13 host");
	const struct dda_function *function = function_at(inventory, "01:00.1");
	size_t first, count = inventory_bus(inventory, function->address, &first);
	struct address none = {.domain = 2, .bus = 1};

	assert_int_equal(count, inventory->cards.items[function->card].count);
	assert_ptr_equal(&inventory->functions.items[first], function_at(inventory, "01:00.0"));
	assert_int_equal(inventory_bus(inventory, none, &first), 0);
}

/* From the lowest on, round to the first again. */
static void test_group(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("card 0000:01:00 11 host\ncard 0000:02:00 12 host\ncard 0000:03:00 11 host");
	const struct dda_function *third = function_at(inventory, "03:00.0"), *member;
	unsigned count = 0;

	assert_ptr_equal(&inventory->functions.items[third->group_first],
	                 function_at(inventory, "01:00.0"));
	for_each_in_group(member, inventory, third)
	{
		assert_int_equal(member->group.value, 11);
		count++;
	}
	assert_int_equal(count, 2 * inventory->cards.items[third->card].count);
	assert_int_equal(function_at(inventory, "02:00.0")->group_first,
	                 inventory_find(inventory, function_at(inventory, "02:00.0")->address));
}

static void test_empty(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given("");

	assert_int_equal(inventory_find(inventory, (struct address){0}), -1);
	assert_int_equal(inventory->cards.count, 0);
}

/* 64-bit BARs may lie anywhere, 32-bit ones only below 4 GiB; I/O and ROM take no part. */
static void test_mmio(void **state)
{
	const struct dda_function function = {
	        .bars = {{.size = 16 << 20},
	                 {.size = UINT64_C(16) << 30, .is_64bit = true},
	                 {.size = 128, .io = true},
	                 [BAR_ROM] = {.size = 512 << 10}},
	};

	assert_int_equal(function_mmio_below_4g(&function), 16 << 20);
	assert_int_equal(function_mmio_above_4g(&function), UINT64_C(16) << 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_states),       cmocka_unit_test(test_order_and_parents),
	        cmocka_unit_test(test_missing_once), cmocka_unit_test(test_bus),
	        cmocka_unit_test(test_group),        cmocka_unit_test(test_empty),
	        cmocka_unit_test(test_mmio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
