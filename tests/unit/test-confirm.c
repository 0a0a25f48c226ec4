/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "exec/recover.h"
#include "exec/turn.h"
#include "scenario.h"

/* Transactions that are to be confirmed: they wait, and are put back. */

static enum dda_answer keep(void *data)
{
	return DDA_ANSWER_KEEP;
}

static enum dda_answer put_back(void *data)
{
	return DDA_ANSWER_PUT_BACK;
}

/* While it waits somebody starts the VM to try it, and then the time is over. */
static enum dda_answer start_vm(void *data)
{
	model_world->vms[0].running = true;
	return DDA_ANSWER_PUT_BACK;
}

/* From here on acts fail. */
static enum dda_answer break_host(void *data)
{
	model_world->fail_at = model_world->applies + 1;
	model_world->fail_on = true;
	model_world->error = EIO;
	return DDA_ANSWER_PUT_BACK;
}

/* A new beginning, from where what is begun is to be confirmed. Returns the points of an assign
 * that is not. */
static unsigned begin_to_confirm(unsigned seconds, dda_ask ask, struct model_world *before,
                                 struct model_world *after)
{
	unsigned points;

	confirm_seconds = 0;
	points = measure(&scenarios[0], before, after);
	begin_scenario(&scenarios[0]);
	confirm_seconds = seconds;
	confirm_ask = ask;
	return points;
}

static void check_like(const struct model_world *wanted)
{
	assert_string_equal(model_world->broken, "");
	assert_int_equal(count_files(".open"), 0);
	assert_int_equal(count_files(".confirmed"), 0);
	assert_true(is_like(wanted));
}

/* Just now libvirtd is restarted. */
static enum dda_answer mute_host(void *data)
{
	model_world->mute = 3;
	return DDA_ANSWER_PUT_BACK;
}

static void test_confirmed_or_not(void **state)
{
	static const struct {
		unsigned seconds;
		dda_ask ask;
		int status;
		unsigned min, max; /* milliseconds */
	} rows[] = {
	        {20, keep, DDA_DONE, 0, 5000},
	        {20, put_back, DDA_ROLLED_BACK, 0, 5000},
	        {20, mute_host, DDA_ROLLED_BACK, 300, 5000},
	        {1, NULL, DDA_ROLLED_BACK, 1000, 6000},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct model_world before, after;
		uint64_t begun, milliseconds;

		begin_to_confirm(rows[i].seconds, rows[i].ask, &before, &after);
		begun = clock_now();
		assert_int_equal(run_process(&scenarios[0].command, 0), rows[i].status);
		milliseconds = (clock_now() - begun) / (CLOCK_SECOND / 1000);
		assert_in_range(milliseconds, rows[i].min, rows[i].max);
		check_like(rows[i].status == DDA_DONE ? &after : &before);
	}
}

/* The first open transaction, and its state. */
static enum recovered_state look(struct dda_recovery **ret)
{
	_cleanup_host_ struct dda_host *host = model_open();

	assert_int_equal(dda_recovery_look(host, ret, NULL), 0);
	return (*ret)->transactions.count ? (*ret)->transactions.items[0].state
	                                  : RECOVERED_FINISHED;
}

/* A process that waits; returns when so many do. */
static pid_t begin_waiting(const struct command *command, unsigned count)
{
	pid_t pid = begin_process(command);
	unsigned waiting = 0;

	while (waiting < count) {
		_cleanup_recovery_ struct dda_recovery *recovery = NULL;

		usleep(1000);
		look(&recovery);
		waiting = 0;
		for (size_t i = 0; i < recovery->transactions.count; i++)
			waiting += recovery->transactions.items[i].state == RECOVERED_WAITING;
	}
	return pid;
}

static int answer(const char *device, bool keeps)
{
	_cleanup_host_ struct dda_host *host = model_open();
	_cleanup_recovery_ struct dda_recovery *recovery = NULL;
	_cleanup_error_ struct dda_error *error = NULL;
	int r = dda_confirm(host, device, keeps, &recovery, &error);

	assert_int_equal(r < 0, error != NULL);
	if (r >= 0) {
		assert_int_equal(recovery->transactions.count, 1);
		assert_int_equal(recovery->transactions.items[0].state,
		                 keeps ? RECOVERED_CONFIRMED : RECOVERED_UNDONE);
	}
	return r;
}

static int confirm(const char *device)
{
	return answer(device, true);
}

/* From another process; who wants the same meanwhile is told. */
static void test_confirmed_from_elsewhere(void **state)
{
	static const struct command other = {DDA_ASSIGN, {"02:00"}, {"b"}, false};
	static const struct command back = {DDA_RELEASE, {"01:00"}, {0}, false};
	_cleanup_recovery_ struct dda_recovery *recovery = NULL;
	struct model_world before, after;
	pid_t pid;

	begin_to_confirm(30, NULL, &before, &after);
	assert_int_equal(confirm(NULL), -ENOENT);
	pid = begin_waiting(&scenarios[0].command, 1);
	assert_int_equal(look(&recovery), RECOVERED_WAITING);
	assert_int_equal(recovery->transactions.items[0].transaction->pid, pid);
	assert_in_range(recovery->transactions.items[0].seconds_left, 1, 30);
	assert_int_equal(run_process(&back, 0), DDA_ERROR_BUSY);
	assert_int_equal(run_process(NULL, 0), 0); /* nothing of it is recovered */
	assert_int_equal(confirm("02:00"), -ENOENT);
	assert_int_equal(confirm("nonsense"), -EINVAL);
	assert_int_equal(confirm(NULL), 0);
	assert_int_equal(end_process(pid), 0);
	assert_int_equal(confirm(NULL), -ENOENT);
	check_like(&after);
	confirm_seconds = 0;
	assert_int_equal(run_process(&other, 0), 0);
}

/* Somebody does not want to wait; and when one wants to keep it and another does not, it goes back.
 */
static void test_put_back_from_elsewhere(void **state)
{
	struct model_world before, after;
	pid_t pid, other;

	begin_to_confirm(30, NULL, &before, &after);
	assert_int_equal(answer(NULL, false), -ENOENT);
	pid = begin_waiting(&scenarios[0].command, 1);
	assert_int_equal(answer(NULL, false), 0);
	assert_int_equal(end_process(pid), DDA_ROLLED_BACK);
	check_like(&before);

	pid = begin_waiting(&scenarios[0].command, 1);
	kill(pid, SIGSTOP);
	other = fork();
	if (other == 0)
		_exit(confirm(NULL) == -ECANCELED ? 7 : 8);
	while (count_files(".confirmed") == 0)
		usleep(10000);
	kill(pid, SIGCONT);
	if (answer(NULL, false) < 0) {
		/* He was quicker; that is said. */
		assert_int_equal(end_process(pid), 0);
		assert_int_equal(end_process(other), 8);
		return;
	}
	assert_int_equal(end_process(pid), DDA_ROLLED_BACK);
	assert_int_equal(end_process(other), 7);
	check_like(&before);
}

static void test_several_wait(void **state)
{
	static const struct command other = {DDA_ASSIGN, {"02:00"}, {"b"}, false};
	struct model_world before, after;
	pid_t pids[2];

	begin_to_confirm(30, NULL, &before, &after);
	pids[0] = begin_waiting(&scenarios[0].command, 1);
	pids[1] = begin_waiting(&other, 2);
	assert_int_equal(confirm(NULL), -E2BIG);
	assert_int_equal(confirm("02:00"), 0);
	assert_int_equal(end_process(pids[1]), 0);
	assert_int_equal(confirm(NULL), 0);
	assert_int_equal(end_process(pids[0]), 0);
	assert_true(model_card_is(0, 0) && model_card_is(1, 1));
}

/* It was confirmed, but when the one that waits comes to see that its time is over: both say so. */
static void test_confirmed_too_late(void **state)
{
	struct model_world before, after;
	pid_t pid, other;

	begin_to_confirm(1, NULL, &before, &after);
	pid = begin_waiting(&scenarios[0].command, 1);
	kill(pid, SIGSTOP);
	other = fork();
	if (other == 0)
		_exit(confirm(NULL) == -ECANCELED ? 7 : 8);
	usleep(1200000);
	assert_int_equal(count_files(".confirmed"), 1);
	kill(pid, SIGCONT);
	assert_int_equal(end_process(pid), DDA_ROLLED_BACK);
	assert_int_equal(end_process(other), 7);
	check_like(&before);
}

/* Killed while it waits, or wherever else after its last act: as before, unless it is noted that
 * it was confirmed. */
static void test_killed_while_waiting(void **state)
{
	struct model_world before, after;
	unsigned points = begin_to_confirm(30, NULL, &before, &after), all, undone = 0;
	pid_t pid;

	pid = begin_waiting(&scenarios[0].command, 1);
	kill(pid, SIGKILL);
	assert_int_equal(end_process(pid), -SIGKILL);
	assert_int_equal(confirm(NULL), -ENOENT);
	assert_int_equal(run_process(NULL, 0), 0);
	check_like(&before);
	begin_to_confirm(30, keep, &before, &after);
	assert_int_equal(run_process(&scenarios[0].command, 0), 0);
	all = model_world->points;
	assert_true(all > points);
	for (unsigned at = points - 20; at <= all; at++) {
		begin_scenario(&scenarios[0]);
		assert_int_equal(run_process(&scenarios[0].command, at), -SIGKILL);
		assert_int_equal(run_process(NULL, 0), 0);
		undone += is_like(&before);
		check_like(is_like(&before) ? &before : &after);
	}
	assert_in_range(undone, 10, all - points + 10);
	print_message("  %u points, undone from %u of them\n", all - points + 21, undone);
}

/* What can't be put back now stays open, and is put back later. */
static void test_not_put_back(void **state)
{
	static const dda_ask asks[] = {start_vm, break_host};

	for (size_t i = 0; i < COUNT(asks); i++) {
		struct model_world before, after;

		begin_to_confirm(30, asks[i], &before, &after);
		assert_int_equal(run_process(&scenarios[0].command, 0), DDA_LEFT_OPEN);
		assert_string_equal(model_world->broken, "");
		assert_int_equal(count_files(".open"), 1);
		assert_int_equal(run_process(NULL, 0), DDA_ERROR_LEFT);
		model_world->vms[0].running = false;
		model_world->fail_at = 0;
		assert_int_equal(run_process(NULL, 0), 0);
		check_like(&before);
	}
}

/* It would be switched off as it runs. */
static void test_no_start_to_confirm(void **state)
{
	struct model_world before, after;

	begin_to_confirm(30, keep, &before, &after);
	assert_int_equal(run_process(&scenarios[1].command, 0), DDA_ERROR_USAGE);
	check_like(&before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_confirmed_or_not),
	        cmocka_unit_test(test_confirmed_from_elsewhere),
	        cmocka_unit_test(test_put_back_from_elsewhere),
	        cmocka_unit_test(test_several_wait),
	        cmocka_unit_test(test_confirmed_too_late),
	        cmocka_unit_test(test_killed_while_waiting),
	        cmocka_unit_test(test_not_put_back),
	        cmocka_unit_test(test_no_start_to_confirm),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
