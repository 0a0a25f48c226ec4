/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "exec/run.h"
#include "fixture.h"

/*
 * Plans run on a scripted host: it writes down what it is told to do, and the call that it was told
 * to fail fails. What has to come out is told as one text.
 */

enum call { CALL_TEST, CALL_APPLY, CALL_SETTLE, CALL_IDENTIFY };

struct script {
	struct dda_host host;
	enum call fails; /* which call, ... */
	unsigned at;     /* ... counted from 1; 0: none */
	int error;
	bool undo_fails_too;
	unsigned counts[4];
	FILE *told;
};

static int call(struct script *script, enum call kind, const struct step *step,
                struct dda_error **ret_error)
{
	bool again = script->undo_fails_too && script->counts[script->fails] > script->at;

	script->counts[kind]++;
	if (kind == CALL_APPLY)
		fprintf(script->told, "%s %x ", step_kind_name(step->kind),
		        step->function.function);
	if (kind != script->fails || !(script->counts[kind] == script->at || again))
		return 0;
	return error_set(ret_error, script->error,
	                 script->error == -ETIMEDOUT ? DDA_ERROR_LEFT : DDA_ERROR_FAILED, "x",
	                 "scripted", NULL);
}

static int on_test(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return call((struct script *)host, CALL_TEST, step, ret_error);
}

static int on_identify(struct dda_host *host, const struct identity *was,
                       struct dda_error **ret_error)
{
	return call((struct script *)host, CALL_IDENTIFY, NULL, ret_error);
}

static int on_apply(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return call((struct script *)host, CALL_APPLY, step, ret_error);
}

static int on_settle(struct dda_host *host, const struct step *step, uint64_t deadline,
                     struct dda_error **ret_error)
{
	return call((struct script *)host, CALL_SETTLE, step, ret_error);
}

static int on_observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                      struct dda_error **ret_error)
{
	return -EIO;
}

static const struct host_operations scripted = {.name = "scripted",
                                                .observe = on_observe,
                                                .test = on_test,
                                                .identify = on_identify,
                                                .apply = on_apply,
                                                .settle = on_settle};

#define DO_ALL "disable 0 disable 1 dismount 0 dismount 1 prepare 0 add 0 add 1 "
#define UNDO_VM "remove 1 remove 0 unprepare 0 "
#define UNDO_HOST "mount 1 mount 0 enable 1 enable 0 "

/* One card of two functions to a VM; the call that fails, and what is told and comes out. */
static const struct {
	const char *name;
	enum call fails;
	unsigned at;
	int error;
	bool undo_fails_too;
	const char *told;
	enum dda_outcome outcome;
} runs[] = {
        {"all is well", CALL_TEST, 0, 0, false, DO_ALL, DDA_DONE},
        {"the first test: nothing was begun", CALL_TEST, 2, -EAGAIN, false, "", DDA_REFUSED},
        {"another device is there", CALL_IDENTIFY, 1, -ENXIO, false, "", DDA_REFUSED},
        {"another device is there in the very last moment", CALL_IDENTIFY, 3, -ENXIO, false, "",
         DDA_REFUSED},
        {"another device is there before its second step: what is left is undone", CALL_IDENTIFY, 5,
         -ENXIO, false, "disable 0 disable 1 enable 1 enable 0 ", DDA_ROLLED_BACK},
        {"a test of the second stage: the first is undone", CALL_TEST, 3, -EAGAIN, false,
         "disable 0 disable 1 enable 1 enable 0 ", DDA_ROLLED_BACK},
        {"an apply: it, and what was begun before it, is undone", CALL_APPLY, 2, -EIO, false,
         "disable 0 disable 1 enable 1 enable 0 ", DDA_ROLLED_BACK},
        {"a read-back: the failed half is undone too", CALL_SETTLE, 1, -EIO, false,
         "disable 0 disable 1 enable 1 enable 0 ", DDA_ROLLED_BACK},
        {"the very last step", CALL_SETTLE, 7, -EIO, false, DO_ALL UNDO_VM UNDO_HOST,
         DDA_ROLLED_BACK},
        {"the last apply", CALL_APPLY, 7, -EIO, false, DO_ALL UNDO_VM UNDO_HOST, DDA_ROLLED_BACK},
        {"a stuck step is left alone, the others are undone", CALL_SETTLE, 2, -ETIMEDOUT, false,
         "disable 0 disable 1 enable 0 ", DDA_LEFT_OPEN},
        {"an undo that fails does not stop the others", CALL_SETTLE, 4, -EIO, true,
         "disable 0 disable 1 dismount 0 dismount 1 " UNDO_HOST, DDA_LEFT_OPEN},
};

static struct dda_plan *two_functions(struct dda_inventory *inventory)
{
	static const char *const device[] = {"05:00.0"}, *const vm[] = {"a"};
	const struct dda_request request = {
	        .verb = DDA_ASSIGN, .devices = device, .device_count = 1, .vms = vm, .vm_count = 1};
	struct dda_plan *plan = NULL;

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_int_equal(dda_plan_step_count(plan), 7);
	return plan;
}

static enum dda_outcome run_script(struct script *script, const struct dda_plan *plan,
                                   struct dda_run **ret)
{
	struct runner runner = {.host = &script->host, .plan = plan, .run = run_new(plan->count)};

	assert_non_null(runner.run);
	run_plan(&runner);
	fclose(script->told);
	*ret = runner.run;
	return runner.run->outcome;
}

static void test_runs(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "function 0000:05:00.0 0300 15 nvidia\nfunction 0000:05:00.1 0403 15 snd\n"
	        "vm a off");
	_cleanup_plan_ struct dda_plan *plan = two_functions(inventory);

	for (size_t i = 0; i < COUNT(runs); i++) {
		_cleanup_run_ struct dda_run *run = NULL;
		_cleanup_free_ char *told = NULL;
		size_t size;
		struct script script = {.host = {.operations = &scripted},
		                        .fails = runs[i].fails,
		                        .at = runs[i].at,
		                        .error = runs[i].error,
		                        .undo_fails_too = runs[i].undo_fails_too,
		                        .told = open_memstream(&told, &size)};

		print_message("  %s\n", runs[i].name);
		assert_int_equal(run_script(&script, plan, &run), runs[i].outcome);
		assert_string_equal(told, runs[i].told);
	}
}

/* Whichever call fails: what was begun and is not stuck is taken back, each with one inverse. */
static void test_every_failure(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "function 0000:05:00.0 0300 15 nvidia\nfunction 0000:05:00.1 0403 15 snd\n"
	        "vm a off");
	_cleanup_plan_ struct dda_plan *plan = two_functions(inventory);

	for (unsigned i = 0; i < 3 * 7; i++) {
		_cleanup_run_ struct dda_run *run = NULL;
		_cleanup_free_ char *told = NULL;
		size_t size, begun = 0;
		struct script script = {.host = {.operations = &scripted},
		                        .fails = (enum call)(i % 3),
		                        .at = i / 3 + 1,
		                        .error = -EIO,
		                        .told = open_memstream(&told, &size)};

		run_script(&script, plan, &run);
		for (size_t j = 0; j < run->count; j++) {
			begun += run->records[j].begun;
			assert_int_not_equal(run->records[j].result, STEP_DONE);
		}
		assert_int_equal(script.counts[CALL_APPLY], 2 * begun);
		assert_int_equal(dda_run_outcome(run), begun ? DDA_ROLLED_BACK : DDA_REFUSED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_runs),
	        cmocka_unit_test(test_every_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
