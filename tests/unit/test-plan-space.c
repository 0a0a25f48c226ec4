/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <inttypes.h>

#include "fixture.h"
#include "plan/plan.h"

/*
 * The address space of a VM on Hyper-V that gets cards. A V100 takes 16 GiB and 32 MiB above 4 GiB:
 * from 64000 MiB on that is 17920 MiB with the hole in front of it, from 65024 on, the default,
 * 16896.
 */

#define CARD(slot)                                                                                 \
	"function 0000:" slot ":00.0 0302 - -\nstate 0000:" slot ":00.0 dismounted\n"              \
	"bar 0000:" slot ":00.0 0 16 32\nbar 0000:" slot ":00.0 1 16384\n"                         \
	"bar 0000:" slot ":00.0 3 32\n"
#define HOST "hyperv\n" CARD("01") CARD("02") "vm a off\n"
#define HAS(slot) "give 0000:" slot ":00.0 a -\n"

static const struct {
	const char *name, *given;
	enum dda_verb verb;
	const char *devices[2];
	const char *said; /* steps of settings, or what refuses */
} plans[] = {
        {"spaces that are large enough are left alone",
         HOST "setting a gaps 3072 33280 64000",
         DDA_ASSIGN,
         {"01:00.0"},
         ""},
        {"just enough is enough",
         HOST "setting a gaps 144 17920 64000",
         DDA_ASSIGN,
         {"01:00.0"},
         ""},
        {"what is too small is set, from where it takes least",
         HOST "setting a gaps 128 512 64000",
         DDA_ASSIGN,
         {"01:00.0"},
         "set 128 512 64000 to 144 16896 65024\n"},
        {"the low one alone",
         HOST "setting a gaps 143 33280 65024",
         DDA_ADD,
         {"01:00.0"},
         "set 143 33280 65024 to 144 33280 65024\n"},
        {"a little too small is too small; a larger one stays",
         HOST "setting a gaps 1024 17919 64000",
         DDA_ADD,
         {"01:00.0"},
         "set 1024 17919 64000 to 1024 16896 65024\n"},
        {"what comes to a card whose BARs can't be read any more goes behind it",
         HOST "setting a gaps 144 16896 65024\nsetting a kept-gaps 128 512 65024\n" HAS(
                 "01") "fact 0000:01:00.0 bars unknown",
         DDA_ASSIGN,
         {"02:00.0"},
         "set 144 16896 65024 to 160 33312 65024 kept\n"},
        {"but sizes that a person made are left alone then",
         HOST "setting a gaps 144 16896 65024\n" HAS("01") "fact 0000:01:00.0 bars unknown",
         DDA_ASSIGN,
         {"02:00.0"},
         ""},
        {"a version without a base keeps the default one",
         HOST "setting a gaps 128 512",
         DDA_ASSIGN,
         {"01:00.0"},
         "set 128 512 0 to 144 16896 0\n"},
        {"which is what counts, not a better one",
         HOST "setting a gaps 144 131584\nbar 0000:01:00.0 1 131072",
         DDA_ASSIGN,
         {"01:00.0"},
         "set 144 131584 0 to 144 197120 0\n"},
        {"and is left alone with enough above it",
         HOST "setting a gaps 144 16896",
         DDA_ASSIGN,
         {"01:00.0"},
         ""},
        {"both cards of one request",
         HOST "setting a gaps 128 512 64000",
         DDA_ASSIGN,
         {"01:00.0", "02:00.0"},
         "set 128 512 64000 to 160 33280 65024\n"},
        {"a second card: what was there before is on record already",
         HOST "setting a gaps 144 16896 65024\nsetting a kept-gaps 128 512 64000\n" HAS("01"),
         DDA_ASSIGN,
         {"02:00.0"},
         "set 144 16896 65024 to 160 33280 65024 kept\n"},
        {"a card that is there already needs nothing",
         HOST "setting a gaps 128 512 64000\n" HAS("01"),
         DDA_ASSIGN,
         {"01:00.0"},
         ""},
        {"sizes that can't be read are left alone", HOST, DDA_ASSIGN, {"01:00.0"}, ""},
        {"so are those for BARs that can't be read",
         HOST "setting a gaps 128 512 64000\nfact 0000:01:00.0 bars unknown",
         DDA_ASSIGN,
         {"01:00.0"},
         ""},
        {"all goes back with the last card",
         HOST "setting a gaps 144 16896 65024\nsetting a kept-gaps 128 512 64000\n" HAS("01"),
         DDA_RELEASE,
         {"01:00.0"},
         "unset 144 16896 65024 to 128 512 64000\n"},
        {"with both at once",
         HOST "setting a gaps 160 33280 65024\nsetting a kept-gaps 128 512 64000\n" HAS("01")
                 HAS("02"),
         DDA_RELEASE,
         {"01:00.0", "02:00.0"},
         "unset 160 33280 65024 to 128 512 64000\n"},
        {"not while another one stays",
         HOST "setting a gaps 160 33280 65024\nsetting a kept-gaps 128 512 64000\n" HAS("01")
                 HAS("02"),
         DDA_RELEASE,
         {"01:00.0"},
         ""},
        {"nothing on record: nothing goes back",
         HOST "setting a gaps 160 33280 65024\n" HAS("01"),
         DDA_RELEASE,
         {"01:00.0"},
         ""},
        {"more than ever goes below 4 GiB is refused",
         HOST "setting a gaps 128 512 64000\nbar 0000:01:00.0 0 2048 32\n"
              "bar 0000:01:00.0 5 2048 32",
         DDA_ASSIGN,
         {"01:00.0"},
         "mmio-below-4g\n"},
};

static void print_space(FILE *file, const struct vm_space *space)
{
	fprintf(file, "%" PRIu64 " %" PRIu64 " %" PRIu64, space->low_gap >> 20,
	        space->high_gap >> 20, space->high_base >> 20);
}

static void print_step(FILE *file, const struct step *step)
{
	if (!(step->settings & SETTING_SPACE))
		return;
	fprintf(file, "%s ", step_kind_name(step->kind));
	print_space(file, &step->space_before);
	fputs(" to ", file);
	print_space(file, &step->space);
	fputs(step->space_kept ? " kept\n" : "\n", file);
}

static char *plan_text(const struct dda_plan *plan)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	for (size_t i = 0; i < plan->count; i++)
		print_step(file, &plan->items[i].step);
	for (size_t i = 0; i < plan->findings.count; i++)
		if (plan->findings.items[i].severity == FINDING_BLOCKER)
			fprintf(file, "%s\n", plan->findings.items[i].code);
	fclose(file);
	return text;
}

static void test_plans(void **state)
{
	const char *const vm = "a";

	for (size_t i = 0; i < COUNT(plans); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(plans[i].given);
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *text = NULL;
		const struct dda_request request = {
		        .verb = plans[i].verb,
		        .devices = plans[i].devices,
		        .device_count = plans[i].devices[1] ? 2 : 1,
		        .vms = &vm,
		        .vm_count = plans[i].verb == DDA_RELEASE ? 0 : 1,
		};

		print_message("  %s\n", plans[i].name);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		text = plan_text(plan);
		assert_string_equal(text, plans[i].said);
	}
}

/* The way back of a second card's step is what the first one left. */
static void test_inverse(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        HOST
	        "setting a gaps 144 16896 65024\nsetting a kept-gaps 128 512 64000\n" HAS("01"));
	_cleanup_plan_ struct dda_plan *plan = NULL;
	const char *const device = "02:00.0", *const vm = "a";
	const struct dda_request request = {
	        .verb = DDA_ADD, .devices = &device, .device_count = 1, .vms = &vm, .vm_count = 1};
	struct step inverse;

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	inverse = step_inverse(&plan->items[0].step);
	assert_int_equal(inverse.kind, STEP_UNSET);
	assert_true(inverse.space_kept && inverse.space.high_gap == 16896ull << 20);
	assert_true(inverse.space_before.high_gap == 33280ull << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_plans),
	        cmocka_unit_test(test_inverse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
