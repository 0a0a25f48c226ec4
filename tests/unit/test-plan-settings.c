/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "fixture.h"
#include "plan/plan.h"

#define CARD "card 0000:01:00 11 "
#define GIVEN_TO(vm, words)                                                                        \
	"give 0000:01:00.0 " vm " 5 " words "\ngive 0000:01:00.1 " vm " 5 " words                  \
	"\ngive 0000:01:00.2 " vm " 5 " words "\n"

/* A request, and the steps it takes: stage, step, function, VM, settings. */
static const struct {
	const char *name, *given;
	enum dda_verb verb;
	const char *devices[4], *vms[4];
	const char *steps;
} plans[] = {
        {"settings are made fit before the VM gets its first card",
         CARD "dismounted\ncard 0000:02:00 12 dismounted\nvm a off\nksm 1\n"
              "setting a target 512\nsetting a reporting",
         DDA_ASSIGN,
         {"01:00", "02:00"},
         {"a"},
         "0 set 0000:01:00.0 a memory, page reporting, page sharing\n"
         "1 prepare 0000:01:00.0 a\n1 prepare 0000:02:00.0 a\n"
         "2 add 0000:01:00.0 a\n2 add 0000:01:00.1 a\n"
         "2 add 0000:01:00.2 a\n2 add 0000:02:00.0 a\n"
         "2 add 0000:02:00.1 a\n2 add 0000:02:00.2 a\n"},
        {"not for a VM that gets none",
         CARD "dismounted\nvm a off\nsetting a target 512\n" GIVEN_TO("a", ""),
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         ""},
        {"whether the host merges pages can't be read: it may",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off no-pcie\nksm unknown",
         DDA_ADD,
         {"05:00.0"},
         {"a"},
         "0 set 0000:05:00.0 a page sharing\n1 add 0000:05:00.0 a\n"},
        {"pages that are not shared need nothing; nor do those of a host that merges none",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off no-pcie\nksm 1\n"
         "setting a no-sharing",
         DDA_ADD,
         {"05:00.0"},
         {"a"},
         "0 add 0000:05:00.0 a\n"},
        {"settings are put back with the last card",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off\nsetting a kept-all\n"
         "give 0000:05:00.0 a 5 ours",
         DDA_RELEASE,
         {"05:00.0"},
         {0},
         "0 remove 0000:05:00.0 a\n1 unprepare 0000:05:00.0 a\n"
         "2 unset 0000:05:00.0 a memory, page reporting, page sharing\n"},
        {"not while another one stays",
         "function 0000:05:00.0 0200 15 vfio-pci\nfunction 0000:06:00.0 0200 16 vfio-pci\n"
         "vm a off\nsetting a kept-all\ngive 0000:05:00.0 a 6 ours\ngive 0000:06:00.0 a 5 ours",
         DDA_REMOVE,
         {"05:00.0"},
         {"a"},
         "0 remove 0000:05:00.0 a\n1 unprepare 0000:05:00.0 a\n"},
        {"one that a person gave it does not count",
         "function 0000:05:00.0 0200 15 vfio-pci\nfunction 0000:06:00.0 0200 16 vfio-pci\n"
         "vm a off\nsetting a kept-all\ngive 0000:05:00.0 a 6 ours\n"
         "give 0000:06:00.0 a 1 foreign",
         DDA_REMOVE,
         {"05:00.0"},
         {"a"},
         "0 remove 0000:05:00.0 a\n1 unprepare 0000:05:00.0 a\n"
         "2 unset 0000:05:00.0 a memory, page reporting, page sharing\n"},
        {"on Hyper-V too, where no port is to be made",
         "hyperv\n" CARD "dismounted\nvm a off\nsetting a dynamic-memory\n"
         "setting a saved-at-stop",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "0 set 0000:01:00.0 a memory, stop action\n1 add 0000:01:00.0 a\n"
         "1 add 0000:01:00.1 a\n1 add 0000:01:00.2 a\n"},
};

static size_t count_texts(const char *const *texts, size_t max)
{
	size_t count = 0;

	while (count < max && texts[count])
		count++;
	return count;
}

static void print_step(FILE *file, const struct planned_step *item)
{
	const struct step *step = &item->step;
	const char *comma = "";

	fprintf(file, "%u %s %s %s", item->stage, step_kind_name(step->kind),
	        address_format(step->function).text, step->vm);
	for (unsigned i = 0; i < SETTING_COUNT; i++)
		if (step->settings & 1u << i) {
			fprintf(file, "%s %s", comma, vm_setting_name(1u << i));
			comma = ",";
		}
	fputc('\n', file);
}

static char *plan_text(const struct dda_plan *plan)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	for (size_t i = 0; i < plan->count; i++)
		print_step(file, &plan->items[i]);
	fclose(file);
	return text;
}

static void test_plans(void **state)
{
	for (size_t i = 0; i < COUNT(plans); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(plans[i].given);
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *text = NULL;
		const struct dda_request request = {
		        .verb = plans[i].verb,
		        .devices = plans[i].devices,
		        .device_count = count_texts(plans[i].devices, 4),
		        .vms = plans[i].vms,
		        .vm_count = count_texts(plans[i].vms, 4),
		};

		print_message("  %s\n", plans[i].name);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		assert_false(dda_plan_refused(plan));
		text = plan_text(plan);
		assert_string_equal(text, plans[i].steps);
	}
}

/* What the commands that a person would type need: how much memory, and how much before. */
static void test_sizes(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("function 0000:05:00.0 0200 15 vfio-pci\nvm a off\nsetting a target 512");
	_cleanup_plan_ struct dda_plan *plan = NULL;
	const char *const device = "05:00.0", *const vm = "a";
	const struct dda_request request = {
	        .verb = DDA_ADD, .devices = &device, .device_count = 1, .vms = &vm, .vm_count = 1};

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_int_equal(plan->items[0].step.kind, STEP_SET);
	assert_true(plan->items[0].step.memory == 4ull << 30);
	assert_true(plan->items[0].step.balloon_target == 512ull << 20);
	assert_int_equal(step_inverse(&plan->items[0].step).kind, STEP_UNSET);
}

/* What keeps a VM from starting refuses only a request that starts it. */
static void test_start(void **state)
{
	for (int start = 0; start < 2; start++) {
		_cleanup_inventory_ struct dda_inventory *inventory =
		        given("hyperv\n" CARD "dismounted\nvm a off\nstale a PCIROOT(0)#PCI(0400)");
		_cleanup_plan_ struct dda_plan *plan = NULL;
		const char *const device = "01:00", *const vm = "a";
		const struct dda_request request = {.verb = DDA_ASSIGN,
		                                    .devices = &device,
		                                    .device_count = 1,
		                                    .vms = &vm,
		                                    .vm_count = 1,
		                                    .start = start};

		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		assert_int_equal(dda_plan_refused(plan), start);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_plans),
	        cmocka_unit_test(test_sizes),
	        cmocka_unit_test(test_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
