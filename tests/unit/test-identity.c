/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include "base/cleanup.h"
#include "model/identity.h"

static const struct identity card = {.location_path = "PCIROOT(0)#PCI(0300)#PCI(0000)",
                                     .vendor_id = 0x10de,
                                     .device_id = 0x1db1,
                                     .subsystem_vendor_id = 0x10de,
                                     .subsystem_device_id = 0x1212,
                                     .revision = 0xa1,
                                     .serial = "00-01",
                                     .group = 10};

static bool differs(struct identity was, struct identity now)
{
	_cleanup_(arena_free) struct arena arena = {0};

	return identity_difference(&was, &now, &arena) != NULL;
}

/* One field is another one, or not known any more, or was not known. */
#define WITH(field, value)                                                                         \
	__extension__({                                                                            \
		struct identity other_ = card;                                                     \
		other_.field = value;                                                              \
		other_;                                                                            \
	})

static void test_differences(void **state)
{
	assert_false(differs(card, card));
	assert_true(differs(card, WITH(vendor_id, 0x1002)));
	assert_true(differs(card, WITH(device_id, 0x1eb8)));
	assert_true(differs(card, WITH(location_path, "PCIROOT(0)#PCI(0400)#PCI(0000)")));
	assert_true(differs(card, WITH(subsystem_vendor_id, 0x1043)));
	assert_true(differs(card, WITH(subsystem_device_id, 0x1249)));
	assert_true(differs(card, WITH(revision, 0xa2)));
	assert_true(differs(card, WITH(serial, "00-02")));
	/* An address or a group is nothing of its own. */
	assert_false(differs(card, WITH(address.bus, 5)));
	assert_false(differs(card, WITH(group, 11)));
}

static void test_unknown(void **state)
{
	assert_true(differs(card, WITH(vendor_id, -1)));
	assert_true(differs(card, WITH(location_path, NULL)));
	assert_true(differs(card, WITH(revision, -1)));
	assert_false(differs(card, WITH(serial, NULL)));
	/* Nobody had asked. */
	assert_false(differs(WITH(subsystem_device_id, -1), card));
	assert_false(differs(WITH(serial, NULL), card));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_differences),
	        cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
