/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

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

/* All below one root bus is one piece: virtual functions are too, whatever their numbers. */
static void test_root_bus(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "card 0000:01:00 11 host\ncard 0000:02:00 12 host\ncard 0001:01:00 13 host\n"
	        "function 0000:03:00.0 0200 14 -\nvirtual 0000:03:00.0 0000:02:00.0");
	size_t first, all = inventory->functions.count;
	size_t count = inventory_root_bus(inventory, 2, &first);

	assert_int_equal(first, 0);
	assert_ptr_equal(&inventory->functions.items[count - 1], function_at(inventory, "03:00.0"));
	assert_int_equal(inventory_root_bus(inventory, all - 1, &first), all - count);
	assert_int_equal(first, count);
}

/* Only the last functions that were given details keep them; what could not be read is counted. */
static void test_describe(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("card 0000:01:00 11 host\ncard 0001:01:00 13 host");
	struct dda_function *items = inventory->functions.items;
	size_t half = inventory->functions.count / 2;

	assert_int_equal(inventory_describe(inventory, 0, half), 0);
	assert_int_equal(items[0].details->port_type.fact.state, FACT_NOT_ASKED);
	items[1].details->reset_methods.fact = fact_unknown("reset_method", EACCES);
	assert_int_equal(inventory_describe(inventory, half, half), 0);
	assert_ptr_equal(items[1].details, &function_not_asked);
	assert_ptr_not_equal(items[half].details, &function_not_asked);
	assert_int_equal(inventory->unread.functions, half);
	assert_int_equal(inventory->unread.count, 1);
	assert_int_equal(inventory->unread.items[0].count, 1);
	assert_true(inventory->unread.denied);
	assert_int_equal(inventory_describe(inventory, 0, half), 0);
	assert_int_equal(inventory_describe(inventory, half, half), 0);
	assert_int_equal(inventory->unread.functions, 2 * half); /* each of them once */
}

/* Ports whose slots give a card a group to itself, and the card that is there. */
#define PORT(address, type) "fact " address " port " type "\nfact " address " slot yes\n"
static const struct {
	const char *name, *given, *slots;
} slots[] = {
        {"a card alone below a port, and an empty slot",
         "card 0000:01:00 11 host\nfunction 0000:00:02.0 0604 12 pcieport\n" PORT(
                 "0000:00:01.0", "4") PORT("0000:00:02.0", "4"),
         "0000:00:02.0 -\n0000:00:01.0 0000:01:00\n"},
        {"a port that leads to no slot",
         "card 0000:01:00 11 host\nfact 0000:00:01.0 port 4\nfact 0000:00:01.0 slot absent", ""},
        {"a port in one group with its card alone",
         "card 0000:01:00 101 host\n" PORT("0000:00:01.0", "4"), "0000:00:01.0 0000:01:00\n"},
        {"a stranger in the card's group",
         "card 0000:01:00 11 host\nfunction 0000:00:1b.0 0403 11 -\n" PORT("0000:00:01.0", "4"),
         ""},
        {"two ports in one group",
         "function 0000:00:02.0 0604 12 -\nfunction 0000:00:02.1 0604 12 -\n" PORT(
                 "0000:00:02.0", "4") PORT("0000:00:02.1", "4"),
         ""},
        {"a host bridge in the port's group is no hindrance",
         "function 0000:00:02.0 0600 12 -\nfunction 0000:00:02.1 0604 12 -\n" PORT("0000:00:02.1",
                                                                                   "4"),
         "0000:00:02.1 -\n"},
        {"a bridge below a port",
         "function 0000:00:02.0 0604 12 -\nfunction 0000:01:00.0 0604 13 - 0000:00:02.0\n" PORT(
                 "0000:00:02.0", "4"),
         ""},
        {"a port of a switch, with ACS and without",
         "function 0000:02:00.0 0604 12 -\nfunction 0000:02:01.0 0604 13 -\n" PORT(
                 "0000:02:00.0", "6") PORT("0000:02:01.0", "6") "acs 0000:02:00.0 29",
         "0000:02:00.0 -\n"},
        {"where nothing is known of groups",
         "function 0000:00:02.0 0604 - -\n" PORT("0000:00:02.0", "4"), ""},
};

static void test_slots(void **state)
{
	for (size_t i = 0; i < COUNT(slots); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(slots[i].given);
		char text[256] = "";

		print_message("  %s\n", slots[i].name);
		for (size_t j = 0; j < inventory->slots.count; j++) {
			const struct card_slot *slot = &inventory->slots.items[j];

			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s %s\n",
			         inventory->functions.items[slot->port].address_text.text,
			         slot->card < 0
			                 ? "-"
			                 : card_name(inventory, &inventory->cards.items[slot->card])
			                           .text);
		}
		assert_string_equal(text, slots[i].slots);
	}
}

/* Functions of one group are linked in order of their addresses. */
static void test_groups(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "card 0000:02:00 11 host\ncard 0000:01:00 11 host\n"
	        "function 0000:03:00.0 0200 12 -\nfunction 0000:04:00.0 0200 - -");
	const struct dda_function *items = inventory->functions.items, *member,
	                          *last = function_at(inventory, "02:00.1");
	unsigned count = 0;

	for_each_in_group (member, inventory, last) {
		assert_int_equal(member->group.value, 11);
		assert_true(count++ == 0 || member->group_next == last->group_first ||
		            member->group_next > (unsigned)(member - items));
	}
	assert_int_equal(count, 6);
	assert_ptr_equal(&items[last->group_first], function_at(inventory, "01:00.0"));
	member = function_at(inventory, "04:00.0");
	assert_ptr_equal(&items[member->group_first], member);
	assert_ptr_equal(&items[member->group_next], member);
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
	struct function_details details = {
	        .bars = {{.size = 16 << 20},
	                 {.size = UINT64_C(16) << 30, .is_64bit = true},
	                 {.size = 128, .io = true},
	                 [BAR_ROM] = {.size = 512 << 10}},
	};
	const struct dda_function function = {.details = &details};

	assert_int_equal(function_mmio_below_4g(&function), 16 << 20);
	assert_int_equal(function_mmio_above_4g(&function), UINT64_C(16) << 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_states),       cmocka_unit_test(test_order_and_parents),
	        cmocka_unit_test(test_missing_once), cmocka_unit_test(test_bus),
	        cmocka_unit_test(test_root_bus),     cmocka_unit_test(test_describe),
	        cmocka_unit_test(test_groups),       cmocka_unit_test(test_slots),
	        cmocka_unit_test(test_empty),        cmocka_unit_test(test_mmio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
