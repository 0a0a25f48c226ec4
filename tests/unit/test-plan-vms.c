/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "model/vm-editable.h"
#include "plan/plan.h"

/* Requests about VMs alone: to start them, to set something of one. */

#define GIVEN(vm, words)                                                                           \
	"give 0000:01:00.0 " vm " 5 " words "\ngive 0000:01:00.1 " vm " 5 " words                  \
	"\ngive 0000:01:00.2 " vm " 5 " words "\n"
#define CARD "card 0000:01:00 11 "
#define V100                                                                                       \
	"hyperv\nfunction 0000:01:00.0 0302 - -\nstate 0000:01:00.0 dismounted\n"                  \
	"bar 0000:01:00.0 0 16 32\nbar 0000:01:00.0 1 16384\nbar 0000:01:00.0 3 32\nvm a off\n"    \
	"give 0000:01:00.0 a -\nsetting a stop off\n"
#define GAPS "setting a gaps 3072 33280 64000\n"

/* "set a low 1000 record=x" for each step, and the findings. */
static char *said(const struct dda_plan *plan)
{
	_cleanup_free_ char *findings = findings_text(&plan->findings);
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;

		fprintf(file, "%u %s %s", plan->items[i].stage, step_kind_name(step->kind),
		        step->vm);
		if (step->named & DDA_LOW_SPACE)
			fprintf(file, " low %u", (unsigned)(step->space.low_gap >> 20));
		if (step->named & DDA_HIGH_SPACE)
			fprintf(file, " high %u",
			        (unsigned)((step->space.high_gap + step->space.firmware_window) >>
			                   20));
		if (step->named & DDA_CACHE_TYPES)
			fprintf(file, " caches %d was %d", step->cache_types,
			        step->cache_types_before);
		if (step->named & DDA_STOP_ACTION)
			fprintf(file, " stop %s was %s", step->stop_action,
			        step->stop_action_before);
		fprintf(file, "%s%s\n", step->record ? " record " : "",
		        step->record ? step->record : "");
	}
	fputs(findings, file);
	fclose(file);
	return text;
}

static const struct {
	const char *name, *given;
	struct dda_settings settings;
	const char *said; /* NULL: an error, */
	const char *error;
} sets[] = {
        {"a window",
         "vm a off",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "0 set a high 4096\n",
         NULL},
        {"none again",
         "vm a off\nsetting a window 4096",
         {.named = DDA_HIGH_SPACE},
         "0 set a high 0\n",
         NULL},
        {"it is so",
         "vm a off\nsetting a window 4096",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "",
         NULL},
        {"it is so, and the VM runs",
         "vm a running\nsetting a window 4096",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "",
         NULL},
        {"it is so, by dda: it is a person's from now on",
         "vm a off\nsetting a window 4096 2048",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "0 set a high 4096 record 2048>4096\n",
         NULL},
        {"the VM runs",
         "vm a running",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "blocker vm-running a\n",
         NULL},
        {"it is not there",
         "vm b off",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "blocker vm-missing a\n",
         NULL},
        {"it can't be read",
         "vm a broken",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "blocker vm-broken a\n",
         NULL},
        {"it is saved",
         "vm a off\nsetting a saved yes",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         "blocker vm-saved a\n",
         NULL},
        {"no whole GiB",
         "vm a off",
         {.named = DDA_HIGH_SPACE, .high_space = 1000},
         NULL,
         "1000 MB is no multiple of 1024 MB"},
        {"too much for OVMF",
         "vm a off",
         {.named = DDA_HIGH_SPACE, .high_space = 16778240},
         NULL,
         "16778240 MB is not from 0 to 16777216 MB"},
        {"another firmware",
         "vm a off\nsetting a seabios",
         {.named = DDA_HIGH_SPACE, .high_space = 4096},
         NULL,
         "only OVMF has such a setting"},
        {"what libvirt has not",
         "vm a off",
         {.named = DDA_LOW_SPACE, .low_space = 256},
         NULL,
         "a VM of libvirt has no such setting"},
        {"nor that",
         "vm a off",
         {.named = DDA_STOP_ACTION, .stop_action = "save"},
         NULL,
         "a VM of libvirt has no such setting"},
        {"nor that",
         "vm a off",
         {.named = DDA_CACHE_TYPES},
         NULL,
         "a VM of libvirt has no such setting"},
        {"all of Hyper-V's",
         "hyperv\nvm a off\nsetting a stop off\n" GAPS,
         {.named = 15, .low_space = 128, .high_space = 512, .stop_action = "save"},
         "0 set a low 128 high 512 caches 0 was 1 stop save was turn off\n",
         NULL},
        {"what of it is so is left out",
         "hyperv\nvm a off\nsetting a stop off\n" GAPS,
         {.named = 15,
          .low_space = 3584,
          .high_space = 33280,
          .cache_types = true,
          .stop_action = "turn off"},
         "0 set a low 3584\n",
         NULL},
        {"too little",
         "hyperv\nvm a off\n" GAPS,
         {.named = DDA_LOW_SPACE, .low_space = 127},
         NULL,
         "127 MB is not from 128 to 3584 MB"},
        {"too much",
         "hyperv\nvm a off\n" GAPS,
         {.named = DDA_LOW_SPACE, .low_space = 3585},
         NULL,
         "3585 MB is not from 128 to 3584 MB"},
        {"no such word",
         "hyperv\nvm a off\nsetting a stop off\n" GAPS,
         {.named = DDA_STOP_ACTION, .stop_action = "sleep"},
         NULL,
         "\"sleep\" is none of \"turn off\", \"save\", \"shut down\""},
        {"a Windows that has no such space",
         "hyperv\nvm a off",
         {.named = DDA_LOW_SPACE, .low_space = 256},
         NULL,
         "this VM, or this version of Windows, has no such setting"},
        {"more than was ever seen to work",
         "hyperv\nvm a off\n" GAPS,
         {.named = DDA_HIGH_SPACE, .high_space = 262657},
         "0 set a high 262657\nwarning mmio-gap-limit a\n",
         NULL},
        {"enough for its card",
         V100 GAPS,
         {.named = DDA_HIGH_SPACE, .high_space = 17920},
         "0 set a high 17920\n",
         NULL},
        {"too little for its card",
         V100 GAPS,
         {.named = DDA_HIGH_SPACE, .high_space = 17919},
         "0 set a high 17919\nwarning space-too-small a\n",
         NULL},
        {"too little below",
         V100 GAPS,
         {.named = DDA_LOW_SPACE, .low_space = 143},
         "0 set a low 143\nwarning space-too-small a\n",
         NULL},
        {"its card can't be read: less than dda has set",
         V100 GAPS "setting a kept-gaps 128 512 64000\nfact 0000:01:00.0 bars unknown",
         {.named = DDA_HIGH_SPACE, .high_space = 33279},
         "0 set a high 33279\nwarning space-too-small a\n",
         NULL},
        {"its card can't be read: more",
         V100 GAPS "setting a kept-gaps 128 512 64000\nfact 0000:01:00.0 bars unknown",
         {.named = DDA_HIGH_SPACE, .high_space = 40000},
         "0 set a high 40000\n",
         NULL},
        {"what does not go with its card",
         V100 GAPS,
         {.named = DDA_CACHE_TYPES | DDA_STOP_ACTION, .stop_action = "shut down"},
         "0 set a caches 0 was 1 stop shut down was turn off\nwarning set-unfit a\n"
         "warning set-unfit a\n",
         NULL},
};

static void test_set(void **state)
{
	static const char *const vm = "a";

	for (size_t i = 0; i < COUNT(sets); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(sets[i].given);
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_error_ struct dda_error *error = NULL;
		_cleanup_free_ char *text = NULL;
		const struct dda_request request = {
		        .verb = DDA_SET, .vms = &vm, .vm_count = 1, .settings = sets[i].settings};

		print_message("  %s\n", sets[i].name);
		if (dda_plan_make(inventory, &request, &plan, &error) < 0) {
			assert_non_null(sets[i].error);
			assert_non_null(strstr(dda_error_evidence(error), sets[i].error));
			continue;
		}
		assert_non_null(sets[i].said);
		text = said(plan);
		assert_string_equal(text, sets[i].said);
	}
}

static const struct {
	const char *name, *given;
	const char *vms[3];
	const char *said;
	const char *cards; /* VMs that have some */
} starts[] = {
        {"one without cards", "vm a off", {"a"}, "0 start a\n", ""},
        {"two, one of which runs", "vm a running\nvm b off", {"a", "b"}, "0 start b\n", ""},
        {"one that runs", "vm a running\n" CARD "dismounted\n" GIVEN("a", "ours"), {"a"}, "", "a"},
        {"one with a card",
         CARD "dismounted\nvm a off\n" GIVEN("a", "ours"),
         {"uuid-of-a"},
         "0 start a\n",
         "a"},
        {"one with and one without, once each",
         CARD "dismounted\nvm a off\nvm b off\n" GIVEN("b", "ours"),
         {"a", "b", "a"},
         "0 start a\n0 start b\n",
         "b"},
        {"none", "vm b off", {"a"}, "blocker vm-missing a\n", NULL},
        {"one that can't be read", "vm a broken", {"a"}, "blocker vm-broken a\n", NULL},
        {"one that may run", "vm a unknown", {"a"}, "blocker vm-unknown-state? a\n", NULL},
        {"a saved one", "vm a off\nsetting a saved yes", {"a"}, "blocker vm-saved a\n", NULL},
        {"a card that is with the host",
         CARD "host\nvm a off\n" GIVEN("a", "ours"),
         {"a"},
         "blocker card-not-ready a\n",
         NULL},
        {"a card that is only disabled",
         CARD "disabled\nvm a off\n" GIVEN("a", "ours"),
         {"a"},
         "blocker card-not-ready a\n",
         NULL},
        {"one that libvirt takes by itself",
         CARD "host\nvm a off\n" GIVEN("a", "managed"),
         {"a"},
         "0 start a\n",
         "a"},
        {"a card with which another one runs",
         CARD "dismounted\nvm a off\nvm b running\n" GIVEN("a", "ours") GIVEN("b", "ours"),
         {"a"},
         "blocker card-not-ready a\n",
         NULL},
        {"a device that is gone",
         "vm a off\ngive 0000:05:00.0 a 5 ours",
         {"a"},
         "blocker card-not-ready a\n",
         NULL},
        {"a space too small for its card",
         V100 "setting a gaps 128 512 64000",
         {"a"},
         "0 start a\nwarning space-too-small a\n",
         "a"},
        {"on Hyper-V a device that is gone",
         "hyperv\nvm a off\nstale a x",
         {"a"},
         "blocker vm-stale-device a\n",
         NULL},
};

static void test_start(void **state)
{
	for (size_t i = 0; i < COUNT(starts); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(starts[i].given);
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *text = NULL;
		struct dda_request request = {.verb = DDA_START, .vms = starts[i].vms};

		print_message("  %s\n", starts[i].name);
		while (request.vm_count < 3 && starts[i].vms[request.vm_count])
			request.vm_count++;
		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		text = said(plan);
		assert_string_equal(text, starts[i].said);
		assert_int_equal(dda_plan_refused(plan), starts[i].cards == NULL);
		if (!starts[i].cards)
			continue;
		if (*starts[i].cards)
			assert_string_equal(dda_plan_vm(plan, 0), starts[i].cards);
		assert_null(dda_plan_vm(plan, *starts[i].cards ? 1 : 0));
	}
}

/* The form alone. */
static void test_wrong_usage(void **state)
{
	static const char *const vms[] = {"a", "b"}, *const device = "01:00";
	static const struct dda_settings some = {.named = DDA_HIGH_SPACE, .high_space = 1024};
	const struct dda_request requests[] = {
	        {.verb = DDA_START},
	        {.verb = DDA_START,
	         .vms = vms,
	         .vm_count = 1,
	         .devices = &device,
	         .device_count = 1},
	        {.verb = DDA_START, .vms = vms, .vm_count = 1, .settings = some},
	        {.verb = DDA_START, .vms = vms, .vm_count = 2, .spread = true},
	        {.verb = DDA_SET, .settings = some},
	        {.verb = DDA_SET, .vms = vms, .vm_count = 1},
	        {.verb = DDA_SET, .vms = vms, .vm_count = 2, .settings = some},
	};

	for (size_t i = 0; i < COUNT(requests); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory =
		        given(CARD "host\nvm a off\nvm b off");
		_cleanup_plan_ struct dda_plan *plan = NULL;

		assert_int_equal(dda_plan_make(inventory, &requests[i], &plan, NULL), -EINVAL);
	}
}

/* Two plans of other values are not the same. */
static void test_same(void **state)
{
	static const char *const vm = "a";
	_cleanup_inventory_ struct dda_inventory *inventory = given("vm a off");
	struct dda_request request = {.verb = DDA_SET,
	                              .vms = &vm,
	                              .vm_count = 1,
	                              .settings = {.named = DDA_HIGH_SPACE, .high_space = 1024}};
	_cleanup_plan_ struct dda_plan *one = NULL, *again = NULL, *other = NULL;

	assert_int_equal(dda_plan_make(inventory, &request, &one, NULL), 0);
	assert_int_equal(dda_plan_make(inventory, &request, &again, NULL), 0);
	request.settings.high_space = 2048;
	assert_int_equal(dda_plan_make(inventory, &request, &other, NULL), 0);
	assert_true(dda_plan_is_same(one, again));
	assert_false(dda_plan_is_same(one, other));
	assert_true(dda_plan_id(one) == dda_plan_id(again));
	assert_true(dda_plan_id(one) != dda_plan_id(other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_set),
	        cmocka_unit_test(test_start),
	        cmocka_unit_test(test_wrong_usage),
	        cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
