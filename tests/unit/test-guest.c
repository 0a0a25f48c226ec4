/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>

#include "fixture.h"
#include "rules/rule.h"

#define GIVEN                                                                                      \
	"function 0000:05:00.0 0300 15 vfio-pci\nfunction 0000:05:00.1 0403 15 vfio-pci\n"         \
	"vm a running\ngive 0000:05:00.0 a 5\ngive 0000:05:00.1 a 5"

enum guest { MAPPED, UNMAPPED, NO_BAR, MISSING, UNASKED };

/* What QEMU shows of a function with one BAR of 16 GiB. */
static void show(struct dda_inventory *inventory, size_t number, enum guest guest)
{
	struct hostdev *hostdev = &inventory->vms.items[0].hostdevs.items[number];
	int at = inventory_find(inventory, hostdev->host);
	struct dda_function *function = &inventory->functions.items[at];
	const struct bar bar = {.size = UINT64_C(16) << 30, .is_64bit = true};

	function->bars_fact = fact_known("resource");
	function->bars[2] = bar;
	hostdev->seen = guest == MISSING   ? fact_absent("query-pci")
	                : guest == UNASKED ? fact_unknown("query-pci", EACCES)
	                                   : fact_known("query-pci");
	hostdev->bars_fact = hostdev->seen;
	if (guest == MAPPED || guest == UNMAPPED)
		hostdev->bars[2] = bar;
	hostdev->bars[2].unassigned = guest != MAPPED;
}

static const struct {
	const char *given;
	enum guest first, second;
	const char *findings;
} cases[] = {
        {GIVEN, MAPPED, MAPPED, ""},
        {GIVEN, MAPPED, UNMAPPED, "blocker guest-bar-unmapped 0000:05:00.1\n"},
        {GIVEN, NO_BAR, MAPPED, "blocker guest-bar-unmapped 0000:05:00.0\n"},
        {GIVEN, MISSING, UNMAPPED,
         "blocker guest-function-missing 0000:05:00.0\n"
         "blocker guest-bar-unmapped 0000:05:00.1\n"},
        {GIVEN, UNASKED, MAPPED, "blocker guest-unknown? 0000:05:00.0\n"},
        {"function 0000:05:00.0 0300 15 vfio-pci\nfunction 0000:05:00.1 0403 15 vfio-pci\n"
         "vm a off\ngive 0000:05:00.0 a 5\ngive 0000:05:00.1 a 5",
         UNASKED, UNASKED, "blocker guest-off a\n"},
};

static void test_guest(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(cases[i].given);
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_free_ char *text = NULL;

		show(inventory, 0, cases[i].first);
		show(inventory, 1, cases[i].second);
		rules_check_guest(inventory, 0, &findings);
		text = findings_text(&findings);
		assert_string_equal(text, cases[i].findings);
	}
}

static void test_nothing_given(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given("vm a running");
	_cleanup_(cleanup_findings) struct findings findings = {0};
	_cleanup_free_ char *text = NULL;

	rules_check_guest(inventory, 0, &findings);
	text = findings_text(&findings);
	assert_string_equal(text, "blocker guest-empty a\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_guest),
	        cmocka_unit_test(test_nothing_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
