/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdio.h>

#include "config-space.h"
#include "host/pci/alias.h"
#include "host/pci/group.h"

/* Small machines, and the groups that Linux makes of them. */

#define MACHINE_MAX 8

struct machine {
	struct acs_host host;
	struct group_function functions[MACHINE_MAX];
	struct pci_config configs[MACHINE_MAX];
	struct group_answer answers[MACHINE_MAX];
	size_t count;
};

static struct machine machine_new(void)
{
	return (struct machine){.host = {.amd_iommu = ANSWER_NO, .acs_asked = ANSWER_YES}};
}

static struct group_function *add(struct machine *machine, const char *address, int parent,
                                  const struct space *space)
{
	struct group_function *function = &machine->functions[machine->count++];

	assert_true(machine->count <= MACHINE_MAX);
	assert_int_equal(address_parse(address, &function->address), 0);
	function->parent = parent;
	machine->configs[machine->count - 1] = decode_config(space->bytes, sizeof(space->bytes),
	                                                     true);
	return function;
}

/* "0 0 2": the groups' first members, "?" where it can't be told. */
static void expect(struct machine *machine, const char *groups)
{
	char text[4 * MACHINE_MAX] = "";

	for (size_t i = 0; i < machine->count; i++)
		machine->functions[i].config = &machine->configs[i]; /* machines are copied */
	assert_int_equal(
	        group_compute(&machine->host, machine->functions, machine->count, machine->answers),
	        0);
	for (size_t i = 0; i < machine->count; i++) {
		char word[16];

		snprintf(word, sizeof(word), i > 0 ? " %d" : "%d", machine->answers[i].group);
		strcat(text, machine->answers[i].group >= 0 ? word : i > 0 ? " ?" : "?");
	}
	assert_string_equal(text, groups);
}

static void expect_cause(const struct machine *machine, size_t index, int cause,
                         enum group_reason reason)
{
	assert_int_equal(machine->answers[index].cause, cause);
	assert_int_equal(machine->answers[index].reason, reason);
}

static struct space port(unsigned type, unsigned cap, unsigned ctl)
{
	struct space space = space_express(type, 1);

	if (cap) {
		space_extended(&space, 0x100, 0x0d, 0);
		put32(&space, 0x104, cap | ctl << 16);
	}
	return space;
}

static struct space endpoint(bool multifunction)
{
	return space_express(PORT_ENDPOINT, multifunction ? 0x80 : 0);
}

static struct space conventional(unsigned header_type)
{
	struct space space = space_express(PORT_ENDPOINT, header_type);

	put16(&space, 0x06, 0);
	return space;
}

/* Two functions below one port. */
static struct machine below_port(struct space up)
{
	struct machine machine = machine_new();
	struct space card = endpoint(true);

	add(&machine, "00:01.0", -1, &up);
	add(&machine, "01:00.0", 0, &card);
	add(&machine, "01:00.1", 0, &card);
	return machine;
}

static void test_port(void **state)
{
	struct machine machine = below_port(port(PORT_ROOT, 0x1f, 0x1d));

	expect(&machine, "0 1 1");
	expect_cause(&machine, 0, -1, GROUP_ALONE);
	expect_cause(&machine, 2, 1, GROUP_FUNCTIONS);
	machine = below_port(port(PORT_ROOT, 0x1f, 0x1c));
	expect(&machine, "0 0 0");
	expect_cause(&machine, 2, 0, GROUP_ACS_OFF);
	machine = below_port(port(PORT_ROOT, 0, 0));
	expect(&machine, "0 0 0");
	expect_cause(&machine, 1, 0, GROUP_NO_ACS);
	machine = below_port(port(PORT_ROOT, 0x05, 0x05)); /* what it can't do it doesn't do */
	expect(&machine, "0 1 1");
}

/* Without an IOMMU nobody turned ACS on; with one it would be. */
static void test_nobody_asked(void **state)
{
	struct machine machine = below_port(port(PORT_ROOT, 0x1f, 0));

	machine.host.acs_asked = ANSWER_NO;
	expect(&machine, "0 1 1");
	machine.host.acs_asked = ANSWER_UNKNOWN;
	expect(&machine, "? ? ?");
}

/* Of bridges in a row the one nearest to the root is to blame. */
static void test_switch(void **state)
{
	struct machine machine = machine_new();
	struct space root = port(PORT_ROOT, 0, 0), up = port(PORT_UPSTREAM, 0, 0);
	struct space down = port(PORT_DOWNSTREAM, 0x1d, 0x1d), card = endpoint(false);

	add(&machine, "00:01.0", -1, &root);
	add(&machine, "01:00.0", 0, &up);
	add(&machine, "02:00.0", 1, &down);
	add(&machine, "02:01.0", 1, &down);
	add(&machine, "03:00.0", 2, &card);
	add(&machine, "04:00.0", 3, &card);
	expect(&machine, "0 0 0 0 0 0");
	expect_cause(&machine, 5, 0, GROUP_NO_ACS);
	machine.configs[3].acs.ctl = 0; /* mended alone it would change nothing */
	expect(&machine, "0 0 0 0 0 0");
	expect_cause(&machine, 5, 0, GROUP_NO_ACS);
	machine.configs[3].acs.ctl = 0x1d;
	root = port(PORT_ROOT, 0x1d, 0x1d);
	machine.configs[0] = decode_config(root.bytes, sizeof(root.bytes), true);
	expect(&machine, "0 1 2 3 4 5");
	down = port(PORT_DOWNSTREAM, 0, 0);
	machine.configs[2] = decode_config(down.bytes, sizeof(down.bytes), true);
	expect(&machine, "0 1 2 3 2 5");
	expect_cause(&machine, 4, 2, GROUP_NO_ACS);
}

/* Two root ports of one slot without ACS take all that is below with them. */
static void test_slot_of_ports(void **state)
{
	struct machine machine = machine_new();
	struct space good = port(PORT_ROOT, 0x1d, 0x1d), bad = port(PORT_ROOT, 0, 0);
	struct space card = endpoint(false);

	good.bytes[0x0e] |= 0x80;
	bad.bytes[0x0e] |= 0x80;
	add(&machine, "00:04.0", -1, &good);
	add(&machine, "00:04.1", -1, &bad);
	add(&machine, "00:04.2", -1, &bad);
	add(&machine, "01:00.0", 0, &card);
	add(&machine, "02:00.0", 1, &card);
	add(&machine, "03:00.0", 2, &card);
	expect(&machine, "0 1 1 3 1 1");
	/* Each has its own port to blame. */
	expect_cause(&machine, 4, 1, GROUP_NO_ACS);
	expect_cause(&machine, 5, 2, GROUP_NO_ACS);
}

static void test_conventional(void **state)
{
	struct machine machine = machine_new();
	struct space root = port(PORT_ROOT, 0x1d, 0x1d), bridge = space_express(PORT_TO_PCI, 1);
	struct space old = conventional(0), old_bridge = conventional(1);

	add(&machine, "00:01.0", -1, &root);
	add(&machine, "00:1e.0", -1, &old_bridge);
	add(&machine, "01:00.0", 0, &bridge);
	add(&machine, "02:01.0", 2, &old);
	add(&machine, "02:02.0", 2, &old);
	add(&machine, "03:00.0", 1, &old);
	expect(&machine, "0 1 2 2 2 1");
	expect_cause(&machine, 4, 2, GROUP_NOT_EXPRESS);
	expect_cause(&machine, 5, 1, GROUP_NOT_EXPRESS);
}

/* Virtual functions keep to themselves, and so does what says that it is alone in its slot. */
static void test_virtual(void **state)
{
	struct machine machine = machine_new();
	struct space root = port(PORT_ROOT, 0x1d, 0x1d), card = endpoint(true);

	add(&machine, "00:01.0", -1, &root);
	add(&machine, "01:00.0", 0, &card);
	add(&machine, "01:00.1", 0, &card)->virtual_function = true;
	add(&machine, "01:00.2", 0, &card)->virtual_function = true;
	expect(&machine, "0 1 2 3");
	machine.functions[2].virtual_function = false;
	expect(&machine, "0 1 1 3");
	machine.configs[1].multifunction = false;
	expect(&machine, "0 1 2 3");
}

/* What is not known counts only where it could change something. */
static void test_unknown(void **state)
{
	struct machine machine = below_port(port(PORT_ROOT, 0x1d, 0x1d));

	machine.configs[2] = (struct pci_config){0};
	expect(&machine, "0 ? ?");
	machine.count = 2;
	machine.configs[1] = (struct pci_config){0};
	expect(&machine, "0 1");
	machine.configs[0].extended_known = machine.configs[0].acs.present = false;
	expect(&machine, "? ?");
	machine = below_port(port(PORT_ROOT, 0x1d, 0x1d));
	for (size_t i = 0; i < machine.count; i++)
		machine.functions[i].address.domain = 0x10000; /* behind VMD */
	expect(&machine, "? ? ?");
}

static struct machine two_functions(uint32_t id, unsigned type)
{
	struct machine machine = machine_new();
	struct space space = space_express(type, 0x80);

	put32(&space, 0, id);
	add(&machine, "00:1f.0", -1, &space);
	add(&machine, "00:1f.1", -1, &space);
	return machine;
}

static void test_quirks(void **state)
{
	struct machine machine = two_functions(0x10fb8086, PORT_ENDPOINT);

	for (int i = 0; i < 2; i++)
		machine.configs[i].class_code = 0x020000;
	expect(&machine, "0 1"); /* a network card that its maker answers for */
	machine.configs[0].device_known = machine.configs[1].device_known = false;
	expect(&machine, "? ?");
	machine = two_functions(0x12348086, PORT_INTEGRATED_ENDPOINT);
	expect(&machine, "0 1");
	machine = two_functions(0x12341002, PORT_INTEGRATED_ENDPOINT);
	expect(&machine, "0 0");
	expect_cause(&machine, 1, 0, GROUP_FUNCTIONS);
	machine = two_functions(0x12341002, PORT_EVENT_COLLECTOR);
	for (int i = 0; i < 2; i++)
		machine.configs[i].acs =
		        (struct config_acs){.present = true, .cap = 0x1d, .ctl = 0x1d};
	expect(&machine, "0 0"); /* ACS is not for them */
	machine = two_functions(0x780f1022, PORT_ENDPOINT);
	expect(&machine, "0 0");
	machine.host.amd_iommu = ANSWER_YES;
	expect(&machine, "0 1");
	machine.host.amd_iommu = ANSWER_UNKNOWN;
	expect(&machine, "? ?");
	for (int i = 0; i < 2; i++) {
		machine.configs[i].device_known = false;
		machine.configs[i].class_code = 0x060400;
	}
	expect(&machine, "? ?");
	machine.configs[0].class_code = machine.configs[1].class_code = 0x0c0500;
	expect(&machine, "0 0"); /* none of those that it could be */
	machine = two_functions(0x08001d17, PORT_ROOT);
	expect(&machine, "0 0");
	machine = two_functions(0x07101d17, PORT_ROOT);
	expect(&machine, "0 1");
}

/* Intel's root ports: registers of their own, or registers that are too wide. */
static void test_intel_ports(void **state)
{
	struct machine machine = two_functions(0x8c108086, PORT_ROOT);

	expect(&machine, "0 0");
	machine.configs[0].pch_checks_requester = true;
	machine.configs[1].pch_checks_requester = true;
	expect(&machine, "0 1");
	machine = two_functions(0xa1108086, PORT_ROOT);
	for (int i = 0; i < 2; i++)
		machine.configs[i].acs =
		        (struct config_acs){.present = true, .cap = 0x1d, .next_known = true};
	expect(&machine, "0 0");
	machine.configs[0].acs.next = machine.configs[1].acs.next = 0x1d;
	expect(&machine, "0 1");
	for (int i = 0; i < 2; i++) {
		machine.configs[i].acs.present = false;
		machine.configs[i].extended_known = false;
	}
	expect(&machine, "? ?");
}

static void test_aliases(void **state)
{
	struct machine machine = two_functions(0x91231b4b, PORT_ENDPOINT);
	struct space acs = endpoint(true);

	space_extended(&acs, 0x100, 0x0d, 0);
	put32(&acs, 0, 0x91231b4b);
	put32(&acs, 0x104, 0);
	machine.count = 0;
	add(&machine, "00:1f.0", -1, &acs);
	add(&machine, "00:1f.1", -1, &acs);
	expect(&machine, "0 0"); /* ACS has nothing to turn on, but its DMA is function 1's */
	expect_cause(&machine, 1, 0, GROUP_ALIAS);
	put32(&acs, 0, 0x12341b4b);
	machine.count = 0;
	add(&machine, "00:1f.0", -1, &acs);
	add(&machine, "00:1f.1", -1, &acs);
	expect(&machine, "0 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_port),         cmocka_unit_test(test_nobody_asked),
	        cmocka_unit_test(test_switch),       cmocka_unit_test(test_slot_of_ports),
	        cmocka_unit_test(test_conventional), cmocka_unit_test(test_virtual),
	        cmocka_unit_test(test_unknown),      cmocka_unit_test(test_quirks),
	        cmocka_unit_test(test_intel_ports),  cmocka_unit_test(test_aliases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
