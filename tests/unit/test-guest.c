/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "rules/rule.h"

#define GIVEN                                                                                      \
	"function 0000:05:00.0 0300 15 vfio-pci\nfunction 0000:05:00.1 0403 15 vfio-pci\n"         \
	"vm a running\ngive 0000:05:00.0 a 5\ngive 0000:05:00.1 a 5"

static void know_guests(struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->vms.count; i++)
		inventory->vms.items[i].agent = (struct fact_text){fact_known("test"), "linux"};
}

enum guest { MAPPED, UNMAPPED, NO_BAR, MISSING, UNASKED };

/* What QEMU shows of a function with one BAR of 16 GiB. */
static void show(struct dda_inventory *inventory, size_t number, enum guest guest)
{
	struct hostdev *hostdev = &inventory->vms.items[0].hostdevs.items[number];
	int at = inventory_find(inventory, hostdev->host);
	struct dda_function *function = &inventory->functions.items[at];
	const struct bar bar = {.size = UINT64_C(16) << 30, .is_64bit = true};

	function->details->bars_fact = fact_known("resource");
	function->details->bars[2] = bar;
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

		know_guests(inventory);
		show(inventory, 0, cases[i].first);
		show(inventory, 1, cases[i].second);
		rules_check_guest(inventory, 0, &findings);
		text = findings_text(&findings);
		assert_string_equal(text, cases[i].findings);
	}
}

/* What the guest says of both functions, which QEMU has mapped. */
static const struct view {
	const char *name;
	struct fact driver, problem, bars, seen;
	uint64_t code;
	struct bar bar;
	const char *findings; /* about the first function; there is none about the second */
} views[] = {
#define KNOWN                                                                                      \
	{                                                                                          \
		.state = FACT_KNOWN, .present = true                                               \
	}
#define ABSENT                                                                                     \
	{                                                                                          \
		.state = FACT_KNOWN                                                                \
	}
#define UNREAD                                                                                     \
	{                                                                                          \
		.state = FACT_UNKNOWN, .error = EINVAL                                             \
	}
        {"a driver", .seen = KNOWN, .driver = KNOWN, .findings = ""},
        {"none", .seen = KNOWN, .driver = ABSENT, .findings = "warning guest-driver-none"},
        {"not there", .seen = ABSENT, .findings = "blocker guest-device-problem"},
        {"not understood", .seen = UNREAD, .driver = UNREAD,
         .findings = "note guest-agent-silent?"},
        {"a driver not understood", .seen = KNOWN, .driver = UNREAD,
         .findings = "note guest-agent-silent?"},
        {"no problem", .seen = KNOWN, .driver = KNOWN, .problem = KNOWN, .findings = ""},
        {"a problem not understood", .seen = KNOWN, .driver = KNOWN, .problem = UNREAD,
         .findings = "note guest-agent-silent?"},
        {"code 10", .seen = KNOWN, .driver = KNOWN, .problem = KNOWN, .code = 10,
         .findings = "blocker guest-device-problem"},
        {"code 12", .seen = KNOWN, .driver = KNOWN, .problem = KNOWN, .code = 12,
         .findings = "blocker guest-device-problem"},
        {"code 43", .seen = KNOWN, .driver = KNOWN, .problem = KNOWN, .code = 43,
         .findings = "blocker guest-device-problem"},
        {"code 22", .seen = KNOWN, .driver = KNOWN, .problem = KNOWN, .code = 22,
         .findings = "warning guest-device-problem"},
        {"code 28 says that there is no driver", .seen = KNOWN, .driver = ABSENT, .problem = KNOWN,
         .code = 28, .findings = "warning guest-device-problem"},
        {"another code", .seen = KNOWN, .driver = KNOWN, .problem = KNOWN, .code = 57,
         .findings = "warning guest-device-problem"},
        {"its BAR", .seen = KNOWN, .driver = KNOWN, .bars = KNOWN, .bar = {.start = 1, .size = 16},
         .findings = ""},
        {"no BAR", .seen = KNOWN, .driver = KNOWN, .bars = KNOWN,
         .findings = "blocker guest-bar-0m"},
        {"a BAR without a place", .seen = KNOWN, .driver = KNOWN, .bars = KNOWN,
         .bar = {.size = 16, .unassigned = true}, .findings = "blocker guest-bar-0m"},
        {"BARs not understood", .seen = KNOWN, .driver = KNOWN, .bars = UNREAD,
         .findings = "note guest-agent-silent?"},
};

static void test_views(void **state)
{
	for (size_t i = 0; i < COUNT(views); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(GIVEN);
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_free_ char *text = NULL;
		struct guest_view *view = &inventory->vms.items[0].hostdevs.items[0].view;
		char wanted[128] = "";

		print_message("  %s\n", views[i].name);
		know_guests(inventory);
		show(inventory, 0, MAPPED);
		show(inventory, 1, MAPPED);
		*view = (struct guest_view){.seen = views[i].seen,
		                            .driver = {views[i].driver, "nvidia"},
		                            .problem = {views[i].problem, views[i].code},
		                            .bars_fact = views[i].bars};
		view->bars[2] = views[i].bar;
		rules_check_guest(inventory, 0, &findings);
		text = findings_text(&findings);
		if (*views[i].findings)
			snprintf(wanted, sizeof(wanted), "%s 0000:05:00.0\n", views[i].findings);
		assert_string_equal(text, wanted);
	}
}

/* Only a note for what need not have a driver. */
static void test_audio_without_driver(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(GIVEN);
	_cleanup_(cleanup_findings) struct findings findings = {0};
	_cleanup_free_ char *text = NULL;

	know_guests(inventory);
	show(inventory, 0, MAPPED);
	show(inventory, 1, MAPPED);
	inventory->vms.items[0].hostdevs.items[1].view.driver.fact = fact_absent("test");
	rules_check_guest(inventory, 0, &findings);
	text = findings_text(&findings);
	assert_string_equal(text, "note guest-driver-none 0000:05:00.1\n");
}

/* Not asked and unknown are not the same, and neither is silence. */
static void test_silent_agent(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(GIVEN);
	_cleanup_(cleanup_findings) struct findings findings = {0}, unknown = {0};
	_cleanup_free_ char *text = NULL, *other = NULL;

	show(inventory, 0, MAPPED);
	show(inventory, 1, MAPPED);
	rules_check_guest(inventory, 0, &findings);
	text = findings_text(&findings);
	assert_string_equal(text, "note guest-agent-silent a\n");
	inventory->vms.items[0].agent = (struct fact_text){fact_unknown("test", EIO),
	                                                   "it does not want to"};
	rules_check_guest(inventory, 0, &unknown);
	other = findings_text(&unknown);
	assert_string_equal(other, "note guest-agent-silent? a\n");
	assert_non_null(strstr(unknown.items[0].evidence, "it does not want to"));
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
	        cmocka_unit_test(test_views),
	        cmocka_unit_test(test_audio_without_driver),
	        cmocka_unit_test(test_silent_agent),
	        cmocka_unit_test(test_nothing_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
