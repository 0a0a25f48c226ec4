/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "fixture.h"
#include "model/selector.h"

#define HOST                                                                                       \
	"card 0000:01:00 11 host\ncard 0000:02:00 12 host\nfunction 0000:03:00.0 0200 13 e1000e"

static const struct {
	const char *text;
	bool many;
	int result; /* how many cards, or an error */
} cases[] = {
        {"01:00.0", false, 1},
        {"0000:01:00.2", false, 1},
        {"01:00", false, 1},
        {"PCIROOT(0)#PCI(0001)", true, 2},
        {"10de:1db1", false, -E2BIG},
        {"10de:1db1", true, 5},
        {"10DE:1DB1", true, 5},
        {"Test*", true, 3}, /* no bridges */
        {"*", false, -E2BIG},
        {"Nothing*", true, -ENOENT},
        {"09:00.0", false, -ENOENT},
        {"10de:ffff", true, -ENOENT},
        {"Test device", true, -EINVAL},
        {"", true, -EINVAL},
        {"10de:1db", true, -EINVAL},
        {"PCIROOT(0)", true, -EINVAL},
};

static void test_selection(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(HOST);

	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_(cleanup_selection) struct selection selection = {0};
		_cleanup_error_ struct dda_error *error = NULL;
		int r = selection_add(&selection, inventory, cases[i].text, cases[i].many, &error);

		print_message("  %s\n", cases[i].text);
		assert_int_equal(r < 0 ? r : (int)selection.count, cases[i].result);
		assert_int_equal(error != NULL, r < 0);
	}
}

static void test_each_card_once(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(HOST);
	_cleanup_(cleanup_selection) struct selection selection = {0};

	assert_int_equal(selection_add(&selection, inventory, "02:00.1", false, NULL), 0);
	assert_int_equal(selection_add(&selection, inventory, "01:00", false, NULL), 0);
	assert_int_equal(selection_add(&selection, inventory, "02:00.0", false, NULL), 0);
	assert_int_equal(selection.count, 2);
	assert_int_equal(selection.items[0], function_at(inventory, "02:00.0")->card);
}

/* An ambiguous name is answered with the choice. */
static void test_ambiguity_lists_cards(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(HOST);
	_cleanup_(cleanup_selection) struct selection selection = {0};
	_cleanup_error_ struct dda_error *error = NULL;

	assert_int_equal(selection_add(&selection, inventory, "Test*", false, &error), -E2BIG);
	assert_non_null(strstr(dda_error_evidence(error), "0000:01:00"));
	assert_non_null(strstr(dda_error_evidence(error), "0000:02:00"));
	assert_int_equal(selection.count, 0);
}

static void test_exact_function(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(HOST);
	int at = selector_exact_function(inventory, "01:00.1");

	assert_true(at >= 0);
	assert_ptr_equal(&inventory->functions.items[at], function_at(inventory, "01:00.1"));
	assert_int_equal(selector_exact_function(inventory, "01:00"), -1);
	assert_int_equal(selector_exact_function(inventory, "Test*"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_selection),
	        cmocka_unit_test(test_each_card_once),
	        cmocka_unit_test(test_ambiguity_lists_cards),
	        cmocka_unit_test(test_exact_function),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
