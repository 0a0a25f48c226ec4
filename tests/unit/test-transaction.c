/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "exec/closed.h"
#include "exec/record.h"
#include "exec/transaction.h"
#include "fixture.h"

/* What a journal says: written and read, torn, damaged. */

static struct dda_plan *planned(const char *device, const char *vm)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "card 0000:01:00 10 host\ncard 0000:02:00 20 host\nvm a off\nvm b off\n"
	        "setting a target 1024\n");
	const struct dda_request request = {.verb = DDA_ASSIGN,
	                                    .devices = &device,
	                                    .device_count = 1,
	                                    .vms = &vm,
	                                    .vm_count = 1,
	                                    .start = true};
	struct dda_plan *plan = NULL;

	for (size_t i = 0; i < inventory->functions.count; i++)
		inventory->functions.items[i].location_path =
		        arena_format(&inventory->arena, "PCIROOT(0)#PCI(%02X0%X)",
		                     inventory->functions.items[i].address.bus,
		                     inventory->functions.items[i].address.function);
	inventory->boot_id = "boot";
	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	assert_true(dda_plan_step_count(plan) > 8);
	return plan;
}

static char *journal(const struct dda_plan *plan)
{
	const struct transaction head = {
	        .command = "dda assign 01:00 --vm a", .time = "2026-11-22T19:29:36Z", .pid = 7};
	char *text = transaction_text(plan, &head);

	assert_non_null(text);
	return text;
}

static struct transaction *read_text(const char *text, size_t size)
{
	struct transaction *transaction = NULL;

	assert_int_equal(transaction_read(text, size, &transaction), 0);
	return transaction;
}

/* The journal with these events behind it; a heap string. */
static char *with_events(const struct dda_plan *plan, const char *const *events)
{
	char *text = journal(plan);

	for (; *events; events++) {
		_cleanup_free_ char *line = record_line(json_loads(*events, 0, NULL));

		assert_non_null(line);
		text = realloc(text, strlen(text) + strlen(line) + 1);
		assert_non_null(text);
		strcat(text, line);
	}
	return text;
}

static void test_written_and_read(void **state)
{
	_cleanup_plan_ struct dda_plan *plan = planned("01:00", "a");
	_cleanup_free_ char *text = journal(plan), *again = NULL;
	_cleanup_transaction_ struct transaction *transaction = read_text(text, strlen(text));

	assert_true(transaction->complete);
	assert_false(transaction->begun || transaction->damaged || transaction->left);
	assert_null(transaction->outcome);
	assert_string_equal(transaction_name(transaction), "dda assign 01:00 --vm a");
	assert_string_equal(transaction->time, "2026-11-22T19:29:36Z");
	assert_string_equal(transaction->plan->boot_id, "boot");
	assert_int_equal(transaction->pid, 7);
	assert_true(dda_plan_is_same(transaction->plan, plan));
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *was = &plan->items[i].step;

		assert_int_equal(transaction->plan->items[i].step.id, was->id);
		assert_int_equal(was->id != 0, was->kind == STEP_ADD);
	}
	/* All of it, to the letter. */
	again = journal(transaction->plan);
	assert_string_equal(again, text);
}

/* What a person has named, all of it with what was before. */
static void test_named_written_and_read(void **state)
{
	static const char *const vm = "a";
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("hyperv\nvm a off\nsetting a stop off\nsetting a gaps 128 512");
	const struct dda_request request = {
	        .verb = DDA_SET,
	        .vms = &vm,
	        .vm_count = 1,
	        .settings = {
	                .named = 15, .low_space = 256, .high_space = 1024, .stop_action = "save"}};
	_cleanup_plan_ struct dda_plan *plan = NULL;
	_cleanup_transaction_ struct transaction *transaction = NULL;
	_cleanup_free_ char *text = NULL, *again = NULL;
	const struct step *step;

	inventory->vms.items[0].settings.record = "dda: LowMmioGapSize=1>2";
	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	text = journal(plan);
	transaction = read_text(text, strlen(text));
	assert_true(transaction->complete && !transaction->damaged);
	assert_true(dda_plan_is_same(transaction->plan, plan));
	step = &transaction->plan->items[0].step;
	assert_int_equal(step->named, 15);
	assert_true(!step->cache_types && step->cache_types_before);
	assert_string_equal(step->stop_action_before, "turn off");
	assert_string_equal(step->record, "dda: LowMmioGapSize=1>2");
	again = journal(transaction->plan);
	assert_string_equal(again, text);
}

static void test_events(void **state)
{
	static const char *const events[] = {"{\"event\":\"intent\",\"of\":0}",
	                                     "{\"event\":\"intent\",\"of\":1}",
	                                     "{\"event\":\"done\",\"of\":0}",
	                                     "{\"event\":\"recover\",\"pid\":8}",
	                                     "{\"event\":\"undo\",\"of\":1}",
	                                     "{\"event\":\"void\",\"of\":1}",
	                                     "{\"event\":\"left\"}",
	                                     NULL};
	_cleanup_plan_ struct dda_plan *plan = planned("01:00", "a");
	_cleanup_free_ char *text = with_events(plan, events);
	_cleanup_transaction_ struct transaction *transaction = read_text(text, strlen(text));

	assert_true(transaction->begun && transaction->undoing && transaction->left);
	assert_true(transaction->marks[0].intended && transaction->marks[0].done);
	assert_true(transaction->marks[1].intended && transaction->marks[1].undone);
	assert_false(transaction->marks[0].undone || transaction->marks[1].done ||
	             transaction->marks[2].intended);
	assert_int_equal(transaction->pid, 8);
	assert_false(transaction_is_as_good_as_done(transaction));
}

/* All is done, but it is to be confirmed: not finished before that, and not for ever. */
static void test_to_be_confirmed(void **state)
{
	static const char *const events[] = {"{\"event\":\"wait\",\"deadline\":20000000000}", NULL};
	static const char *const later[] = {"{\"event\":\"wait\",\"deadline\":20000000000}",
	                                    "{\"event\":\"undo\",\"of\":0}", NULL};
	static const char *const never[] = {"{\"event\":\"wait\",\"deadline\":-1}", NULL};
	static const struct transaction head = {.time = "now", .confirm = 15};
	_cleanup_plan_ struct dda_plan *plan = planned("01:00", "a");
	_cleanup_free_ char *text = with_events(plan, events), *undone = with_events(plan, later);
	_cleanup_free_ char *wrong = with_events(plan, never);
	_cleanup_free_ char *headed = transaction_text(plan, &head);
	_cleanup_transaction_ struct transaction *waiting = read_text(text, strlen(text));
	_cleanup_transaction_ struct transaction *undoing = read_text(undone, strlen(undone));
	_cleanup_transaction_ struct transaction *damaged = read_text(wrong, strlen(wrong));
	_cleanup_transaction_ struct transaction *finished = read_text(headed, strlen(headed));

	assert_true(transaction_is_waiting(waiting));
	assert_false(waiting->begun || transaction_is_waiting(undoing));
	assert_true(damaged->damaged && !transaction_is_waiting(damaged));
	assert_int_equal(finished->confirm, 15);
	for (size_t i = 0; i < plan->count; i++)
		finished->marks[i].intended = finished->marks[i].done = true;
	assert_false(transaction_is_as_good_as_done(finished));
	finished->deadline = UINT64_C(20000000000);
	assert_int_equal(transaction_seconds_left(finished, UINT64_C(20000000000)), 0);
	assert_int_equal(transaction_seconds_left(finished, UINT64_C(90000000000)), 0);
	assert_int_equal(transaction_seconds_left(finished, UINT64_C(19999999999)), 1);
	assert_int_equal(transaction_seconds_left(finished, UINT64_C(10000000000)), 10);
	/* The clock of another run of the system. */
	assert_int_equal(transaction_seconds_left(finished, 1), 15);
	finished->confirm = 0;
	assert_true(transaction_is_as_good_as_done(finished));
}

/* Cut off anywhere: what is whole is read, and no step is thought to be begun that is not. */
static void test_torn(void **state)
{
	static const char *const events[] = {"{\"event\":\"intent\",\"of\":0}",
	                                     "{\"event\":\"done\",\"of\":0}", NULL};
	_cleanup_plan_ struct dda_plan *plan = planned("01:00", "a");
	_cleanup_free_ char *whole = journal(plan), *text = with_events(plan, events);
	size_t size = strlen(text), plan_size = strlen(whole);

	for (size_t cut = 0; cut <= size; cut++) {
		_cleanup_transaction_ struct transaction *transaction = read_text(text, cut);

		assert_false(transaction->damaged);
		assert_int_equal(transaction->complete, cut >= plan_size);
		assert_true(cut >= plan_size || !transaction->begun);
		if (transaction->complete)
			assert_false(transaction->marks[1].intended);
	}
}

/* A bit that is not as it was written is seen, and then the next stage may have been begun. */
static void test_damaged(void **state)
{
	static const char *const events[] = {"{\"event\":\"intent\",\"of\":0}",
	                                     "{\"event\":\"done\",\"of\":0}", NULL};
	_cleanup_plan_ struct dda_plan *plan = planned("01:00", "a");
	_cleanup_free_ char *whole = journal(plan), *text = with_events(plan, events);
	size_t size = strlen(text), plan_size = strlen(whole);

	for (size_t at = 0; at < size; at++) {
		_cleanup_transaction_ struct transaction *transaction = NULL;

		text[at] ^= 4;
		transaction = read_text(text, size);
		text[at] ^= 4;
		if (at == size - 1) /* its newline: as if torn */
			continue;
		assert_true(transaction->damaged && transaction->begun);
		assert_int_equal(transaction->complete, at >= plan_size);
		if (transaction->complete)
			assert_true(transaction->marks[1].intended);
	}
}

static void test_other_version(void **state)
{
	_cleanup_free_ char *line = record_line(json_pack("{si ss}", "dda_journal", 2, "x", "y"));
	_cleanup_transaction_ struct transaction *transaction = read_text(line, strlen(line));

	assert_false(transaction->complete);
	assert_true(transaction->begun);
}

static void test_overlap(void **state)
{
	_cleanup_plan_ struct dda_plan *one = planned("01:00", "a"), *same = planned("01:00", "b"),
	                               *vm = planned("02:00", "a"), *other = planned("02:00", "b");
	_cleanup_free_ char *text = journal(one);
	_cleanup_transaction_ struct transaction *whole = read_text(text, strlen(text));
	_cleanup_transaction_ struct transaction *half = read_text(text, strlen(text) / 2);

	assert_true(transaction_overlaps(whole, same));
	assert_true(transaction_overlaps(whole, vm));
	assert_false(transaction_overlaps(whole, other));
	assert_true(transaction_overlaps(half, other));
}

static void test_done_but_for_the_start(void **state)
{
	_cleanup_plan_ struct dda_plan *plan = planned("01:00", "a");
	_cleanup_free_ char *text = journal(plan);
	_cleanup_transaction_ struct transaction *transaction = read_text(text, strlen(text));

	assert_int_equal(plan->items[plan->count - 1].step.kind, STEP_START);
	for (size_t i = 0; i + 1 < plan->count; i++) {
		assert_false(transaction_is_as_good_as_done(transaction));
		transaction->marks[i].intended = transaction->marks[i].done = true;
	}
	assert_true(transaction_is_as_good_as_done(transaction));
	transaction->undoing = true;
	assert_false(transaction_is_as_good_as_done(transaction));
}

/* RFC 3720, B.4: 32 bytes of zeros, and the numbers from 0 to 31. */
static void test_checksum(void **state)
{
	char bytes[32] = {0};

	assert_int_equal(record_checksum(bytes, sizeof(bytes)), 0x8a9136aa);
	for (int i = 0; i < 32; i++)
		bytes[i] = (char)i;
	assert_int_equal(record_checksum(bytes, sizeof(bytes)), 0x46dd794e);
}

/* How a closed one ended, and why. */
static void test_ended(void **state)
{
	static const char *const events[] = {
	        "{\"event\":\"intent\",\"of\":0}",
	        "{\"event\":\"intent\",\"of\":1}",
	        "{\"event\":\"done\",\"of\":0}",
	        "{\"event\":\"failed\",\"of\":1,\"why\":\"it does not let go\"}",
	        "{\"event\":\"undone\",\"of\":1}",
	        "{\"event\":\"undone\",\"of\":0}",
	        "{\"event\":\"end\",\"outcome\":\"undone\",\"time\":\"2026-11-22T19:29:37Z\"}",
	        NULL};
	_cleanup_plan_ struct dda_plan *plan = planned("01:00", "a");
	_cleanup_free_ char *text = with_events(plan, events);
	_cleanup_transaction_ struct transaction *transaction = read_text(text, strlen(text));
	struct closed closed = {.transaction = transaction};

	assert_false(transaction->damaged || transaction->recovered || transaction->confirmed);
	assert_true(transaction->marks[1].failed && !transaction->marks[0].failed);
	assert_string_equal(transaction->why, "it does not let go");
	assert_string_equal(transaction->ended, "2026-11-22T19:29:37Z");
	assert_string_equal(closed_outcome(&closed), "rolled-back");
	transaction->recovered = true;
	assert_string_equal(closed_outcome(&closed), "undone");
	transaction->outcome = "done";
	assert_string_equal(closed_outcome(&closed), "finished");
	transaction->outcome = NULL;
	assert_null(closed_outcome(&closed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_written_and_read),
	        cmocka_unit_test(test_named_written_and_read),
	        cmocka_unit_test(test_events),
	        cmocka_unit_test(test_torn),
	        cmocka_unit_test(test_to_be_confirmed),
	        cmocka_unit_test(test_damaged),
	        cmocka_unit_test(test_other_version),
	        cmocka_unit_test(test_overlap),
	        cmocka_unit_test(test_done_but_for_the_start),
	        cmocka_unit_test(test_checksum),
	        cmocka_unit_test(test_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
