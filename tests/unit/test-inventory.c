/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include "fixture.h"

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
	        cmocka_unit_test(test_states),
	        cmocka_unit_test(test_order_and_parents),
	        cmocka_unit_test(test_empty),
	        cmocka_unit_test(test_mmio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
