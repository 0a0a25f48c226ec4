/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "exec/record.h"
#include "exec/stay.h"
#include "fixture.h"

/* What is to stay dismounted: followed through plans, written and read. */

static struct dda_plan *planned(const char *host, enum dda_verb verb, const char *device)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(host);
	const char *vm = "a";
	const struct dda_request request = {.verb = verb,
	                                    .devices = &device,
	                                    .device_count = 1,
	                                    .vms = &vm,
	                                    .vm_count = verb == DDA_ASSIGN};
	struct dda_plan *plan = NULL;

	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		function->location_path = arena_format(&inventory->arena, "PCIROOT(0)#PCI(%02X0%X)",
		                                       function->address.bus,
		                                       function->address.function);
	}
	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_true(dda_plan_step_count(plan) > 0);
	return plan;
}

static const char with_host[] = "card 0000:01:00 10 host\ncard 0000:02:00 20 host\nvm a off\n";
static const char out[] =
        "card 0000:01:00 10 dismounted\ncard 0000:02:00 20 dismounted\nvm a off\n";

static void test_follows_plans(void **state)
{
	_cleanup_plan_ struct dda_plan *assign = planned(with_host, DDA_ASSIGN, "01:00");
	_cleanup_plan_ struct dda_plan *disable = planned(with_host, DDA_DISABLE, "02:00");
	_cleanup_plan_ struct dda_plan *release = planned(out, DDA_RELEASE, "01:00");
	_cleanup_stays_ struct stays stays = {0};
	const struct stay *stay;

	assert_int_equal(stays_follow(&stays, disable), 0);
	assert_int_equal(stays_follow(&stays, assign), 1);
	assert_int_equal(stays.count, 3);
	assert_int_equal(stays_follow(&stays, assign), 0);
	stay = stays_find(&stays, "PCIROOT(0)#PCI(0101)");
	assert_non_null(stay);
	assert_int_equal(stay->identity.vendor_id, assign->identities.items[1].vendor_id);
	assert_true(stay->origin_known);
	assert_int_equal(stays_follow(&stays, disable), 0);
	assert_int_equal(stays_follow(&stays, release), 1);
	assert_int_equal(stays.count, 0);
	assert_int_equal(stays_follow(&stays, release), 0);
}

/* Another card was dismounted there before. */
static void test_replaces(void **state)
{
	_cleanup_plan_ struct dda_plan *assign = planned(with_host, DDA_ASSIGN, "01:00");
	_cleanup_stays_ struct stays stays = {0};

	assert_int_equal(stays_follow(&stays, assign), 1);
	assign->identities.items[0].serial = "new";
	assert_int_equal(stays_follow(&stays, assign), 1);
	assert_int_equal(stays.count, 3);
	assert_string_equal(stays_find(&stays, "PCIROOT(0)#PCI(0100)")->identity.serial, "new");
}

/* Without a place it could not be found again. */
static void test_needs_a_place(void **state)
{
	_cleanup_plan_ struct dda_plan *assign = planned(with_host, DDA_ASSIGN, "01:00");
	_cleanup_stays_ struct stays stays = {0};

	assign->identities.items[2].location_path = NULL;
	assert_int_equal(stays_follow(&stays, assign), 1);
	assert_int_equal(stays.count, 2);
}

static char *written(void)
{
	_cleanup_plan_ struct dda_plan *assign = planned(with_host, DDA_ASSIGN, "01:00");
	_cleanup_stays_ struct stays stays = {0};
	char *text;

	stays_follow(&stays, assign);
	stays.items[0].driver = "nvidia";
	stays.items[0].override = "nvidia";
	stays.items[1].driver = NULL;
	text = stays_text(&stays);
	assert_non_null(text);
	return text;
}

static void test_written_and_read(void **state)
{
	_cleanup_free_ char *text = written(), *again = NULL;
	_cleanup_stays_ struct stays stays = {0};

	assert_int_equal(stays_read(text, strlen(text), &stays), 0);
	assert_int_equal(stays.count, 3);
	assert_int_equal(stays.damaged, 0);
	assert_string_equal(stays.items[0].driver, "nvidia");
	assert_string_equal(stays.items[0].override, "nvidia");
	assert_null(stays.items[1].driver);
	again = stays_text(&stays);
	assert_string_equal(text, again);
}

/* One bit: that line is lost, and counted; the first line is all. */
static void test_damage(void **state)
{
	_cleanup_free_ char *text = written();
	size_t size = strlen(text), header = (size_t)(strchr(text, '\n') - text);

	for (size_t at = 0; at < size; at++) {
		_cleanup_stays_ struct stays stays = {0};
		int r;

		text[at] ^= 1;
		r = stays_read(text, size, &stays);
		assert_int_equal(r, at <= header ? -EPROTO : 0);
		if (r == 0)
			assert_true(stays.count < 3 && stays.damaged > 0);
		text[at] ^= 1;
	}
}

static void test_other_version(void **state)
{
	_cleanup_free_ char *text = record_line(json_pack("{si}", "dda_stays", STAYS_VERSION + 1));
	_cleanup_stays_ struct stays stays = {0};

	assert_int_equal(stays_read(text, strlen(text), &stays), -EPROTO);
	assert_int_equal(stays_read("", 0, &stays), -EPROTO);
}

static void test_same_slot(void **state)
{
	static const char place[] = "PCIROOT(0)#PCI(0300)#PCI(0000)";

	assert_true(stay_same_slot(place, "PCIROOT(0)#PCI(0300)#PCI(0003)"));
	assert_false(stay_same_slot(place, "PCIROOT(0)#PCI(0300)#PCI(0100)"));
	assert_false(stay_same_slot(place, "PCIROOT(0)#PCI(0400)#PCI(0000)"));
	assert_false(stay_same_slot(place, "PCIROOT(0)#PCI(0300)"));
	assert_false(stay_same_slot(place, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_follows_plans), cmocka_unit_test(test_replaces),
	        cmocka_unit_test(test_needs_a_place), cmocka_unit_test(test_written_and_read),
	        cmocka_unit_test(test_damage),        cmocka_unit_test(test_other_version),
	        cmocka_unit_test(test_same_slot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
