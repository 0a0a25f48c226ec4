/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdio.h>
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

#define GIB (1ull << 30)

/* Three cards with a BAR of 16 GiB each, for the VM "a". */
static struct dda_inventory *three_cards(struct vm_space space, uint64_t ram)
{
	struct dda_inventory *inventory = given(
	        "card 0000:01:00 11 dismounted\ncard 0000:02:00 12 dismounted\n"
	        "card 0000:03:00 13 dismounted\nvm a off\ncpu AuthenticAMD");
	struct vm *vm = (struct vm *)inventory_find_vm(inventory, "a");

	vm->space = space;
	vm->memory = vm->settings.balloon_target = ram;
	inventory->iommu.address_bits = (struct fact_number){.fact = fact_known("test"),
	                                                     .value = 40};
	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		function->details->bars_fact = fact_known("test");
		if (function->address.function == 0)
			function->details->bars[1] = (struct bar){
			        .size = 16 * GIB, .is_64bit = true, .prefetchable = true};
	}
	return inventory;
}

/* A VM, how many cards it gets, and what becomes of its address space; refused: a code. */
static const struct {
	const char *name;
	struct vm_space space;
	uint64_t ram;
	size_t cards;
	const char *answer;
} spaces[] = {
        {"what it has is enough", {.firmware = VM_UEFI}, 4 * GIB, 3, "-"},
        {"a window",
         {.firmware = VM_UEFI, .width = VM_WIDTH_FIXED, .address_bits = 37},
         4 * GIB,
         3,
         "window 50176 width 37"},
        {"a wider processor",
         {.firmware = VM_UEFI, .width = VM_WIDTH_FIXED, .address_bits = 36},
         4 * GIB,
         3,
         "window 0 width host"},
        {"a processor that is emulated stays as it is",
         {.firmware = VM_UEFI, .width = VM_WIDTH_FIXED, .address_bits = 36, .emulated = true},
         4 * GIB,
         3,
         "mmio-above-4g"},
        {"with SeaBIOS, too",
         {.firmware = VM_BIOS, .width = VM_WIDTH_FIXED, .address_bits = 36},
         4 * GIB,
         3,
         "window 0 width host"},
        {"a host that has no more",
         {.firmware = VM_UEFI, .width = VM_WIDTH_HOST},
         1000 * GIB,
         3,
         "mmio-above-4g"},
        {"firmware that nobody knows is left alone",
         {.width = VM_WIDTH_FIXED, .address_bits = 36},
         4 * GIB,
         3,
         "-"},
        {"RAM that is not known is, too",
         {.firmware = VM_UEFI, .width = VM_WIDTH_FIXED, .address_bits = 36},
         0,
         3,
         "-"},
};

static char *space_answer(const struct dda_plan *plan)
{
	const struct step *step = plan->count ? &plan->items[0].step : NULL;
	char *text = NULL;

	if (dda_plan_refused(plan))
		text = strdup(findings_blocker(&plan->findings)->code);
	else if (!step || !(step->settings & SETTING_SPACE))
		text = strdup("-");
	else
		assert_true(asprintf(&text, "window %llu width %s",
		                     (unsigned long long)(step->space.firmware_window >> 20),
		                     step->space.width == VM_WIDTH_HOST ? "host" : "37") > 0);
	return text;
}

static void test_spaces(void **state)
{
	static const char *const devices[] = {"01:00", "02:00", "03:00"}, *const vm = "a";

	for (size_t i = 0; i < COUNT(spaces); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = three_cards(spaces[i].space,
		                                                                  spaces[i].ram);
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *answer = NULL;
		const struct dda_request request = {.verb = DDA_ASSIGN,
		                                    .devices = devices,
		                                    .device_count = spaces[i].cards,
		                                    .vms = &vm,
		                                    .vm_count = 1};

		print_message("  %s\n", spaces[i].name);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		answer = space_answer(plan);
		assert_string_equal(answer, spaces[i].answer);
	}
}

/* dda has set it for one card; for one more it sets it anew, and can go back to that. */
static void test_space_again(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        three_cards((struct vm_space){.firmware = VM_UEFI,
	                                      .width = VM_WIDTH_FIXED,
	                                      .address_bits = 37,
	                                      .firmware_window = 33 * GIB},
	                    4 * GIB);
	struct vm *vm = (struct vm *)inventory_find_vm(inventory, "a");
	_cleanup_plan_ struct dda_plan *plan = NULL;
	const char *const devices[] = {"01:00", "02:00", "03:00"}, *const name = "a";
	const struct dda_request request = {.verb = DDA_ASSIGN,
	                                    .devices = devices,
	                                    .device_count = 3,
	                                    .vms = &name,
	                                    .vm_count = 1};
	struct step back;

	vm->settings.kept = SETTING_SPACE;
	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_int_equal(plan->items[0].step.kind, STEP_SET);
	assert_true(plan->items[0].step.space_kept);
	back = step_inverse(&plan->items[0].step);
	assert_int_equal(back.kind, STEP_UNSET);
	assert_true(back.space.firmware_window == 33 * GIB);
}

/* Hidden is a VM only when somebody asks for it, and if it is not. */
static void test_hidden(void **state)
{
	static const struct {
		const char *given;
		bool asked;
		unsigned settings;
	} cases[] = {{"", false, 0},
	             {"", true, SETTING_HIDDEN},
	             {"setting a hidden", true, 0},
	             {"setting a hidden\nsetting a hyperv", true, SETTING_HIDDEN}};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[160];
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_plan_ struct dda_plan *plan = NULL;
		const char *const device = "05:00.0", *const vm = "a";
		const struct dda_request request = {.verb = DDA_ADD,
		                                    .devices = &device,
		                                    .device_count = 1,
		                                    .vms = &vm,
		                                    .vm_count = 1,
		                                    .hide_hypervisor = cases[i].asked};

		snprintf(text, sizeof(text), "function 0000:05:00.0 0200 15 vfio-pci\nvm a off\n%s",
		         cases[i].given);
		inventory = given(text);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		assert_int_equal(plan->items[0].step.settings, cases[i].settings);
	}
}

/* An expansion ROM for 10de:1db1 (what the cards here are), or for another device. */
static void make_rom(uint8_t rom[64], uint8_t device)
{
	static const uint8_t head[] = {0x55, 0xaa}, structure[] = {'P', 'C', 'I', 'R', 0xde, 0x10};

	memset(rom, 0, 64);
	memcpy(rom, head, sizeof(head));
	rom[0x18] = 0x20;
	memcpy(rom + 0x20, structure, sizeof(structure));
	rom[0x26] = device;
	rom[0x27] = 0x1d;
	rom[0x35] = 0x80;
}

static void test_rom(void **state)
{
	static const struct {
		const char *given;
		size_t cards;
		uint8_t device;
		const char *said; /* NULL: it is planned */
	} cases[] = {
	        {"", 1, 0xb1, NULL},
	        {"", 1, 0xb2, "is the ROM of 10de:1db2; 0000:01:00.0 is 10de:1db1"},
	        {"", 2, 0xb1, "is for one card"},
	        {"unknown 0000:01:00.0 vendor", 1, 0xb1,
	         "whose device it is can't be read, nor whether the ROM is its own"},
	        {GIVEN_TO("a", ""), 1, 0xb1, "VM \"a\" has it already, with another ROM"},
	        {"", 1, 0, "is no expansion ROM: it does not begin with 55 AA and name its device"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[320];
		uint8_t rom[64];
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_error_ struct dda_error *error = NULL;
		const char *const devices[] = {"01:00", "02:00"}, *const vm = "a";
		const struct dda_request request = {.verb = DDA_ASSIGN,
		                                    .devices = devices,
		                                    .device_count = cases[i].cards,
		                                    .vms = &vm,
		                                    .vm_count = 1,
		                                    .rom_file = "/r.rom",
		                                    .rom = rom,
		                                    .rom_size = cases[i].device ? sizeof(rom) : 8};

		snprintf(text, sizeof(text),
		         CARD "dismounted\ncard 0000:02:00 12 dismounted\nvm a off\n%s",
		         cases[i].given);
		inventory = given(text);
		make_rom(rom, cases[i].device);
		if (dda_plan_make(inventory, &request, &plan, &error) < 0) {
			assert_string_equal(dda_error_evidence(error), cases[i].said);
			continue;
		}
		assert_null(cases[i].said);
		assert_string_equal(plan->items[1].step.rom, "/r.rom"); /* behind its port */
		assert_null(plan->items[2].step.rom);
	}
}

/* Two cards and two nodes: what --pin makes of them. */
static void test_pin(void **state)
{
	static const struct {
		const char *given;
		size_t cards;
		const char *answer; /* node and processors, or why not */
	} cases[] = {
	        {"numa 0 0-7 8192\nnuma 1 8-15 8192\nnode 0000:01:00.0 1", 1, "1 8-15"},
	        {"numa 0 0-7 8192\nnuma 1 - 8192\nnode 0000:01:00.0 1", 1, "1 -"},
	        {"numa 0 0-7 8192\nnuma 1 8-15 8192\nnode 0000:01:00.0 1\nsetting a nodes 0", 1,
	         "-"},
	        {"numa 0 0-7 8192\nnuma 1 8-15 8192\nnode 0000:01:00.0 1\nnode 0000:02:00.0 0", 2,
	         "the cards for this VM are at more than one NUMA node"},
	        {"numa 0 0-7 8192\nnuma 1 8-15 2048\nnode 0000:01:00.0 1", 1,
	         "its NUMA node has less memory than the VM"},
	        {"numa 0 0-7 8192\nnuma 1 8-15 8192\nnode 0000:01:00.0 unknown", 1,
	         "at which NUMA node it is, is not known"},
	        {"numa 0 0-7 8192\nnode 0000:01:00.0 0", 1,
	         "this host has one NUMA node, so all of it is near"},
	        {"numa unknown", 1, "this host knows no NUMA nodes"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[400], answer[64] = "-";
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_error_ struct dda_error *error = NULL;
		const char *const devices[] = {"01:00", "02:00"}, *const vm = "a";
		const struct dda_request request = {.verb = DDA_ASSIGN,
		                                    .devices = devices,
		                                    .device_count = cases[i].cards,
		                                    .vms = &vm,
		                                    .vm_count = 1,
		                                    .pin = true};
		const struct step *step;

		snprintf(text, sizeof(text),
		         CARD "dismounted\ncard 0000:02:00 12 dismounted\nvm a off\n%s",
		         cases[i].given);
		print_message("  %s\n", cases[i].answer);
		inventory = given(text);
		if (dda_plan_make(inventory, &request, &plan, &error) < 0) {
			assert_string_equal(dda_error_evidence(error), cases[i].answer);
			continue;
		}
		step = &plan->items[0].step;
		if (step->kind == STEP_SET && step->settings == SETTING_NUMA)
			snprintf(answer, sizeof(answer), "%s %s", step->nodes,
			         step->cpus ? step->cpus : "-");
		assert_string_equal(answer, cases[i].answer);
	}
}

/* The id of the plan that gives card 01:00 to VM a on that host. */
static uint64_t id_of(const char *host)
{
	static const char *const devices[] = {"01:00"}, *const vms[] = {"a"};
	_cleanup_inventory_ struct dda_inventory *inventory = given(host);
	const struct dda_request request = {.verb = DDA_ASSIGN,
	                                    .devices = devices,
	                                    .device_count = 1,
	                                    .vms = vms,
	                                    .vm_count = 1};
	_cleanup_plan_ struct dda_plan *plan = NULL;

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_false(dda_plan_refused(plan));
	return dda_plan_id(plan);
}

/* The same plan has the same id, whatever else is on the host; another has another. */
static void test_id(void **state)
{
	const char *card = "card 0000:01:00 11 host\nvm a off\n";
	uint64_t id = id_of(card);

	assert_true(id != 0);
	assert_true(id_of(card) == id);
	assert_true(id_of("card 0000:01:00 11 host\ncard 0000:02:00 12 host\nvm a off\nvm b off") ==
	            id);
	assert_true(id_of("card 0000:01:00 11 dismounted\nvm a off") != id);
	assert_true(id_of("card 0000:01:00 11 host\nvm a off\nsetting a target 512") != id);
	assert_true(id_of("card 0000:01:00 11 host\nvm a off\nsetting a target 512") !=
	            id_of("card 0000:01:00 11 host\nvm a off\nsetting a target 256"));
	assert_true(id_of("card 0000:01:00 11 dismounted\nvm a off\n"
	                  "give 0000:01:00.0 a 5 ours\ngive 0000:01:00.1 a 5 ours\n"
	                  "give 0000:01:00.2 a 5 ours") == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_plans),  cmocka_unit_test(test_sizes),
	        cmocka_unit_test(test_spaces), cmocka_unit_test(test_space_again),
	        cmocka_unit_test(test_hidden), cmocka_unit_test(test_rom),
	        cmocka_unit_test(test_pin),    cmocka_unit_test(test_start),
	        cmocka_unit_test(test_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
