/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>

#include "model/address.h"

static void test_parse(void **state)
{
	static const struct {
		const char *text, *formatted; /* NULL: no address */
	} cases[] = {
	        {"0000:01:00.0", "0000:01:00.0"},
	        {"01:00.0", "0000:01:00.0"},
	        {"fF:1f.7", "0000:ff:1f.7"},
	        {"10000:01:00.0", "10000:01:00.0"},
	        {"ffffffff:ff:1f.7", "ffffffff:ff:1f.7"},
	        {"", NULL},
	        {"01:00", NULL},
	        {"1:00.0", NULL},
	        {"01:0.0", NULL},
	        {"01:20.0", NULL},
	        {"01:00.8", NULL},
	        {"01:00.0 ", NULL},
	        {"000:01:00.0", NULL},
	        {"123456789:01:00.0", NULL},
	        {"0000:01:00.0.0", NULL},
	        {":01:00.0", NULL},
	        {"::", NULL},
	        {"0000:01:", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct address address;
		int r = address_parse(cases[i].text, &address);

		assert_int_equal(r, cases[i].formatted ? 0 : -EINVAL);
		if (cases[i].formatted)
			assert_string_equal(address_format(address).text, cases[i].formatted);
	}
}

static void test_slot(void **state)
{
	struct address slot;

	assert_int_equal(address_parse_slot("01:1f", &slot), 0);
	assert_string_equal(address_format_slot(slot).text, "0000:01:1f");
	assert_int_equal(address_parse_slot("01:1f.0", &slot), -EINVAL);
}

static void test_order(void **state)
{
	struct address low = {.domain = 0, .bus = 0xff, .device = 0x1f, .function = 7};
	struct address high = {.domain = 1}, neighbour = low;

	neighbour.function = 0;
	assert_true(address_compare(low, high) < 0);
	assert_true(address_compare(low, neighbour) > 0);
	assert_int_equal(address_compare(low, low), 0);
	assert_true(address_same_slot(low, neighbour));
	assert_false(address_same_slot(low, high));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_parse),
	        cmocka_unit_test(test_slot),
	        cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
