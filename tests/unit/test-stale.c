/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "plan/plan.h"

#define DEVICE "10de1db1"
#define PLACE(root) "PCIROOT(" root ")#PCI(0000)"

/* One function of its own, at a place of its own. */
#define FUNCTION(address, group, driver, root)                                                     \
	"function " address " 0302 " group " " driver "\nat " address                              \
	" " PLACE(root) "\n"                                                                       \
	                "fact " address " maker 10de\nfact " address " device 1db1\n"
#define HAS(address, vm, root)                                                                     \
	"give " address " " vm " 5 ours\nwas " address " " vm " " DEVICE " " PLACE(root) "\n"

/* What is said: "SEVERITY CODE SUBJECT: COMMAND", with "!" where it is done only when asked for. */
static const struct {
	const char *name, *given, *said;
} entries[] = {
        {"all is in order",
         "vm a off\n" FUNCTION("0000:01:00.0", "11", "vfio-pci", "1") HAS("0000:01:00.0", "a", "1"),
         ""},
        {"a device that is not there", "vm a off\ngive 0000:09:00.0 a 5\ngive 0000:09:00.1 a 5",
         "warning entry-gone a: dda remove 0000:09:00 --vm a\n"},
        {"... nor anywhere else",
         "vm a off\n" HAS("0000:09:00.0", "a", "9") FUNCTION("0000:01:00.0", "11", "nvidia", "1"),
         "warning entry-gone a: dda remove 0000:09:00 --vm a\n"},
        {"its address is another one",
         "vm a off\n" HAS("0000:09:00.0", "a", "1") FUNCTION("0000:01:00.0", "11", "nvidia", "1"),
         "warning entry-moved a: dda assign 0000:01:00 --vm a\n"},
        {"... and at the old one is an equal card",
         "vm a off\n" FUNCTION("0000:01:00.0", "11", "nvidia", "1")
                 FUNCTION("0000:02:00.0", "12", "nvidia", "2") HAS("0000:02:00.0", "a", "1"),
         "warning entry-moved a: dda assign 0000:01:00 --vm a\n"},
        {"all addresses have moved: those first whose new one is free",
         "vm a off\nvm b off\n" FUNCTION("0000:02:00.0", "12", "nvidia", "1")
                 FUNCTION("0000:03:00.0", "13", "nvidia", "2") HAS("0000:01:00.0", "a", "1")
                         HAS("0000:02:00.0", "b", "2"),
         "warning entry-moved a: -\nwarning entry-moved b: dda assign 0000:03:00 --vm b\n"},
        {"... and it has left the host",
         "vm a off\n" HAS("0000:09:00.0", "a", "1")
                 FUNCTION("0000:01:00.0", "11", "vfio-pci", "1") "given 0000:01:00.0 a",
         "warning entry-moved a: dda assign 0000:01:00 --vm a\n"},
        {"an equal card at another place",
         "vm a off\n" FUNCTION("0000:01:00.0", "11", "nvidia", "2") HAS("0000:01:00.0", "a", "1"),
         "warning entry-replaced a: dda remove 0000:01:00 --vm a\n"},
        {"another device at its place",
         "vm a off\nfunction 0000:01:00.0 0200 11 e1000e\nat 0000:01:00.0 " PLACE(
                 "1") "\n"
                      "fact 0000:01:00.0 device 1533\n" HAS("0000:01:00.0", "a", "1"),
         "warning entry-replaced a: dda remove 0000:01:00 --vm a\n"},
        {"nothing is on record: it may be the one that is meant",
         "vm a off\n" FUNCTION("0000:01:00.0", "11", "nvidia", "2") "give 0000:01:00.0 a 5 foreign",
         ""},
        {"settings without a card", "vm a off\nsetting a kept-all",
         "note settings-left a: dda release --vm a\n"},
        {"... with one that a person gave it",
         "vm a off\nsetting a kept-all\n" FUNCTION("0000:01:00.0", "11", "nvidia",
                                                   "1") "give 0000:01:00.0 a 5 foreign",
         ""},
        {"given to a VM that is gone", "card 0000:01:00 11 dismounted\ngiven 0000:01:00.0 b",
         "warning card-orphaned 0000:01:00: dda release 0000:01:00\n"},
        {"... or that has it no more",
         "card 0000:01:00 11 dismounted\nvm b off\ngiven 0000:01:00.0 b",
         "warning card-orphaned 0000:01:00: dda release 0000:01:00\n"},
        {"dismounted on purpose", "card 0000:01:00 11 dismounted\ngiven 0000:01:00.0 absent",
         "note card-held 0000:01:00: dda release 0000:01:00!\n"},
        {"dismounted, for whom is not known", "card 0000:01:00 11 dismounted",
         "note card-held 0000:01:00: dda release 0000:01:00!\n"},
        {"disabled", "card 0000:01:00 11 disabled",
         "note card-held 0000:01:00: dda release 0000:01:00!\n"},
        {"half", "card 0000:01:00 11 dismounted\nstate 0000:01:00.1 host",
         "warning card-half 0000:01:00: dda release 0000:01:00!\n"},
        {"a VM that can't be seen may have it",
         "card 0000:01:00 11 dismounted\ngiven 0000:01:00.0 b\nvms unknown", ""},
};

static void say(const struct finding *finding, FILE *out)
{
	fprintf(out, "%s %s %s: %s%s\n", finding_severity_name(finding->severity), finding->code,
	        finding->subject, finding->fix.known ? finding->remedy : "-",
	        finding->fix.only_asked ? "!" : "");
}

static void test_entries(void **state)
{
	for (size_t i = 0; i < COUNT(entries); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(entries[i].given);
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_free_ char *text = NULL;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		print_message("  %s\n", entries[i].name);
		rules_check_stale(inventory, &findings);
		assert_false(findings.out_of_memory);
		for (size_t j = 0; j < findings.count; j++)
			say(&findings.items[j], out);
		fclose(out);
		assert_string_equal(text, entries[i].said);
	}
}

/* The old entry goes in the same transaction, and the new one takes its place in the VM. */
static void test_moved(void **state)
{
	static const enum step_kind kinds[] = {STEP_DISABLE, STEP_DISMOUNT, STEP_REMOVE, STEP_ADD};
	_cleanup_inventory_ struct dda_inventory *inventory = given("vm a off\n" HAS(
	        "0000:09:00.0", "a", "1") FUNCTION("0000:01:00.0", "11", "nvidia", "1"));
	_cleanup_plan_ struct dda_plan *plan = NULL;
	const char *const device = "01:00", *const vm = "a";
	const struct dda_request request = {.verb = DDA_ASSIGN,
	                                    .devices = &device,
	                                    .device_count = 1,
	                                    .vms = &vm,
	                                    .vm_count = 1};

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_false(dda_plan_refused(plan));
	assert_int_equal(plan->count, COUNT(kinds));
	for (size_t i = 0; i < COUNT(kinds); i++)
		assert_int_equal(plan->items[i].step.kind, kinds[i]);
	assert_int_equal(plan->items[2].step.function.bus, 9);
	assert_int_equal(plan->items[3].step.function.bus, 1);
	for (size_t i = 2; i < COUNT(kinds); i++) {
		assert_int_equal(plan->items[i].step.guest.bus, 5);
		assert_int_equal(plan->items[i].step.id, 0x10de1db1);
		assert_string_equal(plan->items[i].step.location_path, PLACE("1"));
	}
}

/* What a VM lost by other means is put back without a card, and only while the VM is off. */
static void test_settings_alone(void **state)
{
	for (int running = 0; running < 2; running++) {
		_cleanup_inventory_ struct dda_inventory *inventory =
		        given(running ? "vm a running\nsetting a kept-all\nport a 5"
		                      : "vm a off\nsetting a kept-all\nport a 5");
		_cleanup_plan_ struct dda_plan *plan = NULL;
		const char *const vm = "a";
		const struct dda_request request = {.verb = DDA_RELEASE, .vms = &vm, .vm_count = 1};

		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		assert_int_equal(dda_plan_refused(plan), running);
		assert_int_equal(plan->count, running ? 0 : 2);
		for (size_t i = 0; i < plan->count; i++)
			assert_false(step_has_function(&plan->items[i].step));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_entries),
	        cmocka_unit_test(test_moved),
	        cmocka_unit_test(test_settings_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
