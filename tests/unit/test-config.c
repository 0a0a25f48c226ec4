/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include "config-space.h"

/* Configuration spaces as bytes, and what is made of them. */

static void test_header(void **state)
{
	struct space space = space_express(PORT_ROOT, 0x81);
	struct pci_config config;

	put32(&space, 0x18, 0x00050302);
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(config.header_known && config.capabilities_known && config.extended_known);
	assert_int_equal(config.vendor_id, 0x10de);
	assert_int_equal(config.device_id, 0x1db1);
	assert_int_equal(config.class_code, 0x030200);
	assert_int_equal(config.revision, 0xa1);
	assert_true(config.multifunction && config_is_bridge(&config));
	assert_int_equal(config.header_type, 1);
	assert_int_equal(config.primary, 2);
	assert_int_equal(config.secondary, 3);
	assert_int_equal(config.subordinate, 5);
	assert_int_equal(config.capability_count, 1);
	assert_string_equal(config_capability_name(0x10, false), "express");
	assert_string_equal(config_capability_name(0x10, true), "sr-iov");
	assert_null(config_capability_name(0x7777, true));
}

static void test_windows(void **state)
{
	struct space space = space_express(PORT_ROOT, 1);
	struct pci_config config;

	put32(&space, 0x20, 0xfe9ffe80);
	put32(&space, 0x24, 0x1ff10001);
	put32(&space, 0x28, 0x40);
	put32(&space, 0x2c, 0x43);
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(config.windows_known);
	assert_true(config.window.start == 0xfe800000);
	assert_int_equal(config.window.size, 0x200000);
	assert_true(config.window_prefetchable.start == UINT64_C(0x4000000000));
	assert_true(config.window_prefetchable.size == UINT64_C(0x320000000));
	put32(&space, 0x20, 0x0000fff0); /* it ends before it begins: closed */
	put32(&space, 0x24, 0xfff0fff0); /* of 32 bits */
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_int_equal(config.window.size, 0);
	assert_true(config.window_prefetchable.start == 0xfff00000);
	assert_int_equal(config.window_prefetchable.size, 0x100000);
	space.bytes[0x0e] = 2;
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_false(config.windows_known);
}

/* What the registers show and the host has no addresses for. */
static void test_lost_bars(void **state)
{
	struct space space = space_express(PORT_ENDPOINT, 0);
	struct bar bars[BAR_COUNT + 1] = {[0] = {.start = 0xfb000000, .size = 1 << 24}};
	struct pci_config config;

	put32(&space, 0x10, 0xfb000000);
	put32(&space, 0x14, 0x0000000c); /* 64 bits */
	put32(&space, 0x18, 0x00000001); /* its upper half, which is no port */
	put32(&space, 0x24, 0x0000e001);
	config = decode_config(space.bytes, 64, false);
	config_find_lost_bars(&config, bars);
	assert_true(bars[0].size && !bars[0].unassigned);
	assert_true(bar_is_lost(&bars[1]) && bars[1].is_64bit && bars[1].prefetchable);
	assert_false(bars[2].unassigned || bars[3].unassigned || bars[4].unassigned);
	assert_true(bar_is_lost(&bars[5]) && bars[5].io && !bars[5].is_64bit);
}

static void test_standard(void **state)
{
	struct space space = space_express(PORT_LEGACY_ENDPOINT, 0);
	struct pci_config config;

	space.bytes[0x41] = 0x80;
	put32(&space, 0x44, 1u << 28);
	put32(&space, 0x4c, 0x104);
	put16(&space, 0x52, 0x041);
	put32(&space, 0x80, 0x02039001); /* D1 */
	put16(&space, 0x84, 0x000b);
	put32(&space, 0x90, 0x01a3a005); /* 2 vectors of 2, 64 bits, maskable, on */
	put16(&space, 0x92, 0x0193);
	put32(&space, 0xa0, 0xc003b011);
	put32(&space, 0xa4, 0x00002004);
	put32(&space, 0xa8, 0x00003005);
	put32(&space, 0xb0, 0x03060013);
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_int_equal(config.capability_count, 5);
	assert_int_equal(config.express.port_type, PORT_LEGACY_ENDPOINT);
	assert_true(config.express.flr);
	assert_int_equal(config.express.speed_max, 4);
	assert_int_equal(config.express.width_max, 16);
	assert_int_equal(config.express.speed, 1);
	assert_int_equal(config.express.width, 4);
	assert_true(config.power.present && config.power.d1 && !config.power.d2);
	assert_int_equal(config.power.state, 3);
	assert_true(config.power.no_soft_reset);
	assert_true(config.msi.enabled && config.msi.is_64bit && config.msi.maskable);
	assert_int_equal(config.msi.vectors, 2);
	assert_int_equal(config.msi.vectors_enabled, 2);
	assert_true(config.msix.enabled && config.msix.masked);
	assert_int_equal(config.msix.vectors, 4);
	assert_int_equal(config.msix.table_bar, 4);
	assert_int_equal(config.msix.table_offset, 0x2000);
	assert_int_equal(config.msix.pending_bar, 5);
	assert_true(config.af.present && config.af.flr);
}

static struct space with_extended(void)
{
	struct space space = space_express(PORT_ENDPOINT, 0);

	space_extended(&space, 0x100, 0x0d, 0x110);
	put32(&space, 0x104, 0x001d005f);
	put32(&space, 0x108, 0x0000001d);
	space_extended(&space, 0x110, 0x10, 0x150);
	put16(&space, 0x118, 0x0011);
	put32(&space, 0x11c, 0x00400020);
	put16(&space, 0x120, 7);
	put32(&space, 0x124, 0x00020004);
	put16(&space, 0x12a, 0x20b9);
	put32(&space, 0x134, 0x0000000c);
	put32(&space, 0x138, 0x00000003);
	put32(&space, 0x13c, 0xfe000000);
	space_extended(&space, 0x150, 0x15, 0x170);
	put32(&space, 0x154, 0x0000f000);
	put32(&space, 0x158, 0x00010841); /* BAR 1, two of them, 256 MiB */
	put32(&space, 0x15c, 0x00000010);
	put32(&space, 0x160, 0x00000003);
	space_extended(&space, 0x170, 0x0f, 0x180);
	put32(&space, 0x174, 0x80000005);
	space_extended(&space, 0x180, 0x1b, 0x190);
	put32(&space, 0x184, 0x00011400);
	space_extended(&space, 0x190, 0x03, 0x1a0);
	put32(&space, 0x194, 0x89abcdef);
	put32(&space, 0x198, 0x01234567);
	space_extended(&space, 0x1a0, 0x2e, 0);
	return space;
}

static void test_extended(void **state)
{
	struct space space = with_extended();
	struct pci_config config = decode_config(space.bytes, sizeof(space.bytes), true);

	assert_true(config.extended_known && !config.broken);
	assert_int_equal(config.capability_count, 8);
	assert_true(config.acs.present && config.acs.next_known);
	assert_int_equal(config.acs.cap, 0x5f);
	assert_int_equal(config.acs.ctl, 0x1d);
	assert_int_equal(config.acs.next, 0x1d);
	assert_int_equal(config.resizable.count, 2);
	assert_int_equal(config.resizable.bars[0].bar, 1);
	assert_int_equal(config.resizable.bars[0].current, 8);
	assert_true(config.resizable.bars[0].sizes == (UINT64_C(1) << 28 | 0xf00));
	assert_int_equal(config.resizable.bars[1].bar, 3);
	assert_int_equal(config.resizable.bars[1].sizes, 1);
	assert_true(config.ats.enabled);
	assert_int_equal(config.ats.size, 5);
	assert_true(config.pasid.enabled);
	assert_int_equal(config.pasid.size, 0x14);
	assert_true(config.serial_known && config.serial == UINT64_C(0x0123456789abcdef));
	assert_false(config.aer || config.ari || config.pri.present);
}

static void test_sriov(void **state)
{
	struct space space = with_extended();
	struct pci_config config = decode_config(space.bytes, sizeof(space.bytes), true);

	assert_true(config.sriov.enabled && config.sriov.ari);
	assert_int_equal(config.sriov.initial, 32);
	assert_int_equal(config.sriov.total, 64);
	assert_int_equal(config.sriov.count, 7);
	assert_int_equal(config.sriov.offset, 4);
	assert_int_equal(config.sriov.stride, 2);
	assert_int_equal(config.sriov.device_id, 0x20b9);
	assert_true(config.sriov.bars[0].used && config.sriov.bars[0].is_64bit);
	assert_true(config.sriov.bars[0].prefetchable && !config.sriov.bars[1].used);
	assert_true(config.sriov.bars[0].start == UINT64_C(0x300000000));
	assert_true(config.sriov.bars[2].used && !config.sriov.bars[2].is_64bit);
}

/* What was not seen is not known: neither there nor absent. */
static void test_cut_off(void **state)
{
	static const struct {
		size_t length;
		bool whole, header, capabilities, extended;
	} cuts[] = {
	        {0, true, false, false, false},   {63, true, false, false, false},
	        {64, true, true, false, false},   {0x42, true, true, false, false},
	        {0x54, true, true, true, false},  {256, false, true, true, false},
	        {256, true, true, true, true},    {0x103, true, true, true, false},
	        {0x107, true, true, true, false}, {0x19b, true, true, true, false},
	        {0x1a4, true, true, true, true},
	};
	struct space space = with_extended();

	for (size_t i = 0; i < COUNT(cuts); i++) {
		struct pci_config config = decode_config(space.bytes, cuts[i].length,
		                                         cuts[i].whole);

		assert_int_equal(config.header_known, cuts[i].header);
		assert_int_equal(config.capabilities_known, cuts[i].capabilities);
		assert_int_equal(config.extended_known, cuts[i].extended);
	}
}

static void test_conventional(void **state)
{
	struct space space = {0};
	struct pci_config config;

	put32(&space, 0x00, 0x00088086);
	config = decode_config(space.bytes, 64, false);
	assert_true(config.capabilities_known && config.extended_known);
	put16(&space, 0x06, 0x10);
	space.bytes[0x0e] = 2; /* CardBus: the list begins elsewhere */
	space.bytes[0x14] = 0x80;
	put32(&space, 0x80, 0x00000001);
	config = decode_config(space.bytes, 256, false);
	assert_true(config.power.present && config.extended_known);
}

static void test_gone(void **state)
{
	struct space space;
	struct pci_config config;

	memset(space.bytes, 0xff, sizeof(space.bytes));
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(config.all_ones && !config.header_known && !config.capabilities_known);
	/* A virtual function has no id of its own, but all the rest. */
	space = space_express(PORT_ENDPOINT, 0);
	put32(&space, 0x00, 0xffffffff);
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(!config.all_ones && config.express.present);
}

static void test_broken(void **state)
{
	struct space space = space_express(PORT_ENDPOINT, 0);
	struct pci_config config;

	space.bytes[0x41] = 0x40; /* a list that leads to itself */
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(config.broken && config.express.present && config.capability_count == 1);
	space.bytes[0x41] = 0x20; /* into the header */
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(config.broken && config.capability_count == 1);
	space.bytes[0x41] = 0;
	space_extended(&space, 0x100, 0x0d, 0x200);
	space_extended(&space, 0x200, 0x0d, 0x100);
	put32(&space, 0x104, 0x0000001d);
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(config.broken && config.capability_count == 3);
	assert_int_equal(config.acs.cap, 0x1d); /* of the first of two */
	space_extended(&space, 0x100, 0x0d, 0xffc);
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(config.capability_count == 3 && config.extended_known);
	space_extended(&space, 0xffc, 0x10, 0); /* has no room there */
	config = decode_config(space.bytes, sizeof(space.bytes), true);
	assert_true(!config.extended_known && !config.sriov.present);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_header),    cmocka_unit_test(test_windows),
	        cmocka_unit_test(test_lost_bars), cmocka_unit_test(test_standard),
	        cmocka_unit_test(test_extended),  cmocka_unit_test(test_sriov),
	        cmocka_unit_test(test_cut_off),   cmocka_unit_test(test_conventional),
	        cmocka_unit_test(test_gone),      cmocka_unit_test(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
