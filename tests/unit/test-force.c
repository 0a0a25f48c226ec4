/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "fixture.h"
#include "plan/plan.h"
#include "rules/force.h"

#define HOST "hyperv\ncard 0000:01:00 - host\nvm a off\n"
#define ISOLATED(value) "fact 0000:01:00.0 isolated " value "\n"

/* An assign, what was forced, what is found; and what the dismounts do without, NULL: refused. */
static const struct {
	const char *name, *given, *forced[2], *findings, *without;
} forces[] = {
        {"nothing is forced",
         HOST ISOLATED("absent"),
         {0},
         "blocker not-isolated 0000:01:00\n",
         NULL},
        {"that it is not isolated",
         HOST ISOLATED("absent"),
         {"not-isolated"},
         "warning not-isolated 0000:01:00\n",
         "isolation"},
        {"that nobody knows whether it is",
         HOST ISOLATED("unknown"),
         {"not-isolated"},
         "note facts-unread host\nwarning not-isolated? 0000:01:00\n",
         "isolation"},
        {"something else",
         HOST ISOLATED("absent"),
         {"no-mitigations"},
         "blocker not-isolated 0000:01:00\nwarning no-mitigations host\n",
         NULL},
        {"what no rule finds",
         HOST,
         {"no-mitigations"},
         "warning no-mitigations host\n",
         "mitigations"},
        {"both",
         HOST ISOLATED("absent"),
         {"no-mitigations", "not-isolated"},
         "warning not-isolated 0000:01:00\nwarning no-mitigations host\n",
         "isolation mitigations"},
        {"what is not so", HOST, {"not-isolated"}, "", "isolation"},
        {"on Linux it does no harm",
         "card 0000:01:00 11 host\nvm a off",
         {"not-isolated"},
         "",
         "isolation"},
        {"not what else is found",
         HOST ISOLATED("absent") "holder 0000:01:00.0 disk vital",
         {"not-isolated"},
         "blocker host-needs-it 0000:01:00\nwarning not-isolated 0000:01:00\n",
         NULL},
};

static struct dda_request request_with(enum dda_verb verb, const char *const *forced, size_t count)
{
	static const char *const devices[] = {"01:00"}, *const vms[] = {"a"};

	return (struct dda_request){
	        .verb = verb,
	        .devices = devices,
	        .device_count = 1,
	        .vms = vms,
	        .vm_count = verb == DDA_ASSIGN || verb == DDA_ADD,
	        .forced = forced,
	        .forced_count = count,
	};
}

static size_t count_texts(const char *const *texts, size_t max)
{
	size_t count = 0;

	while (count < max && texts[count])
		count++;
	return count;
}

/* Every dismount does without that, no other step does. */
static void assert_without(const struct dda_plan *plan, const char *without)
{
	size_t dismounts = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;
		bool dismount = step->kind == STEP_DISMOUNT;

		dismounts += dismount;
		assert_int_equal(step->without_isolation,
		                 dismount && strstr(without, "isolation") != NULL);
		assert_int_equal(step->without_mitigations,
		                 dismount && strstr(without, "mitigations") != NULL);
	}
	assert_int_equal(dismounts, 3);
}

/* What was forced is a warning that says so; what can be forced has its code on the list. */
static void assert_said(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		bool forced = finding->forcible && finding->severity == FINDING_WARNING;

		assert_int_equal(finding->forced, forced);
		assert_int_equal(forced,
		                 strstr(finding->evidence, "; forced, with --force=") != NULL);
		assert_int_equal(finding->forcible, force_is_code(finding->code));
	}
}

static void test_forces(void **state)
{
	for (size_t i = 0; i < COUNT(forces); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(forces[i].given);
		struct dda_request request = request_with(DDA_ASSIGN, forces[i].forced,
		                                          count_texts(forces[i].forced, 2));
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *text = NULL;

		print_message("  %s\n", forces[i].name);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		text = findings_text(&plan->findings);
		assert_string_equal(text, forces[i].findings);
		assert_said(&plan->findings);
		assert_int_equal(dda_plan_refused(plan), !forces[i].without);
		if (forces[i].without)
			assert_without(plan, forces[i].without);
	}
}

/* The code alone does not make a finding forcible. */
static void test_not_forcible(void **state)
{
	static const char *const codes[] = {"a", "b"};
	_cleanup_(cleanup_findings) struct findings findings = {0};
	const struct finding finding = {
	        .code = "a", .severity = FINDING_BLOCKER, .subject = "s", .evidence = "e"};
	struct finding forcible = finding;

	forcible.code = "b";
	forcible.forcible = true;
	findings_add(&findings, finding);
	findings_add(&findings, forcible);
	findings_force(&findings, codes, COUNT(codes));
	assert_int_equal(findings.items[0].severity, FINDING_BLOCKER);
	assert_false(findings.items[0].forced);
	assert_int_equal(findings.items[1].severity, FINDING_WARNING);
	assert_string_equal(findings.items[1].evidence, "e; forced, with --force=b");
}

/* Requests that are wrong usage. */
static const struct {
	const char *forced;
	enum dda_verb verb;
	const char *says;
} wrongs[] = {
        {"host-needs-it", DDA_ASSIGN, "not-isolated, no-mitigations"},
        {"isolated", DDA_ASSIGN, "\"isolated\" can't be forced"},
        {"", DDA_DISMOUNT, "not-isolated"},
        {"not-isolated", DDA_DISABLE, "can't be forced"},
        {"not-isolated", DDA_ADD, "can't be forced"},
        {"not-isolated", DDA_RELEASE, "can't be forced"},
};

static void test_wrongs(void **state)
{
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(HOST);
		struct dda_request request = request_with(wrongs[i].verb, &wrongs[i].forced, 1);
		_cleanup_error_ struct dda_error *error = NULL;
		_cleanup_plan_ struct dda_plan *plan = NULL;

		assert_int_equal(dda_plan_make(inventory, &request, &plan, &error), -EINVAL);
		assert_null(plan);
		assert_int_equal(dda_error_kind(error), DDA_ERROR_USAGE);
		assert_non_null(strstr(dda_error_evidence(error), wrongs[i].says));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_forces),
	        cmocka_unit_test(test_not_forcible),
	        cmocka_unit_test(test_wrongs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
