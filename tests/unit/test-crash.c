/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "exec/keep.h"
#include "exec/recover.h"
#include "exec/turn.h"
#include "scenario.h"

/*
 * Processes that are killed at every point of what they do, on a host that keeps what they did; and
 * processes that want the same. Each transaction is a process of its own.
 */

/* After each way in which it can end. */
static void check_end(const struct model_world *before, const struct model_world *after)
{
	assert_string_equal(model_world->broken, "");
	assert_int_equal(count_files(".open"), 0);
	assert_true(is_like(before) || is_like(after));
}

/* The host's drivers have all that is not on record as dismounted. */
static void restart(void)
{
	_cleanup_host_ struct dda_host *host = model_open();
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_stays_ struct stays stays = {0};
	struct folder state;

	assert_int_equal(folder_locate(&state), 0);
	keep_load(&state, &stays);
	assert_int_equal(dda_host_observe(host, 0, &inventory, NULL), 0);
	model_world->boot++;
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (function->address.bus > 0 && function->address.bus <= MODEL_CARDS)
			model_world
			        ->functions[function->address.bus - 1][function->address.function]
			        .state = stays_find(&stays, function->location_path) ? MODEL_OUT
			                                                             : MODEL_HOST;
	}
	for (unsigned i = 0; i < MODEL_CARDS; i++)
		model_world->vms[i].running = false;
}

static void test_killed_anywhere(void **state)
{
	unsigned total = 0;

	for (size_t i = 0; scenarios[i].name; i++) {
		struct model_world before, after;
		unsigned points = measure(&scenarios[i], &before, &after);

		for (unsigned at = 1; at <= points; at++) {
			begin_scenario(&scenarios[i]);
			assert_int_equal(run_process(&scenarios[i].command, at), -SIGKILL);
			assert_int_equal(run_process(NULL, 0), 0);
			check_end(&before, &after);
			restart();
			check_end(&before, &after);
		}
		print_message("  %s: %u points\n", scenarios[i].name, points);
		total += points;
	}
	assert_true(total >= 200);
}

/* Killed, and its recovery at each of its points, and once more, until one gets through. */
static void test_recovery_killed_anywhere(void **state)
{
	const struct scenario *scenario = &scenarios[0];
	struct model_world before, after, killed;
	unsigned points = measure(scenario, &before, &after), total = 0;

	for (unsigned at = 2; at <= points; at += 17) {
		unsigned ways;

		begin_scenario(scenario);
		assert_int_equal(run_process(&scenario->command, at), -SIGKILL);
		killed = *model_world;
		assert_int_equal(run_process(NULL, 0), 0);
		ways = model_world->points;
		for (unsigned way = 1; way <= ways; way++) {
			clear_state();
			model_reset();
			assert_int_equal(run_process(&scenario->command, at), -SIGKILL);
			assert_true(is_like(&killed));
			assert_int_equal(run_process(NULL, way), -SIGKILL);
			run_process(NULL, way);
			assert_int_equal(run_process(NULL, 0), 0);
			check_end(&before, &after);
			total++;
		}
	}
	print_message("  %u points of recoveries\n", total);
	assert_true(total >= 200);
}

/* Whichever act fails, with whichever error: undone, and said. */
static void test_each_act_fails(void **state)
{
	static const int errors[] = {EIO,    ENOMEM, EBUSY,  EPERM, EACCES, ENODEV, EINVAL,
	                             ENOSPC, EAGAIN, ENOENT, EINTR, EROFS,  ESTALE};

	for (size_t i = 0; scenarios[i].name; i++) {
		struct model_world before, after;
		unsigned applies, kinds = i == 0 ? COUNT(errors) : 1;

		measure(&scenarios[i], &before, &after);
		applies = after.applies - before.applies;
		for (unsigned j = 0; j < applies * kinds; j++) {
			begin_scenario(&scenarios[i]);
			model_world->fail_at = model_world->applies + 1 + j % applies;
			model_world->error = (unsigned)errors[j / applies];
			assert_int_equal(run_process(&scenarios[i].command, 0), DDA_ROLLED_BACK);
			assert_true(is_like(&before));
			check_end(&before, &after);
		}
	}
}

/* The way back fails as well: left open, told, and ended later. */
static void test_undo_fails_too(void **state)
{
	for (size_t i = 0; scenarios[i].name; i++) {
		struct model_world before, after;
		unsigned applies;

		measure(&scenarios[i], &before, &after);
		applies = after.applies - before.applies;
		for (unsigned at = 1; at <= applies; at++) {
			begin_scenario(&scenarios[i]);
			model_world->fail_at = model_world->applies + at;
			model_world->fail_on = true;
			model_world->error = EIO;
			assert_int_equal(run_process(&scenarios[i].command, 0), DDA_LEFT_OPEN);
			assert_int_equal(count_files(".open"), 1);
			assert_int_equal(run_process(NULL, 0), DDA_LEFT_OPEN);
			model_world->fail_at = 0;
			assert_int_equal(run_process(NULL, 0), 0);
			assert_true(is_like(&before));
			check_end(&before, &after);
		}
	}
}

/* The disk is full, from each write on: before the first act nothing is begun, later all is undone.
 */
static void test_disk_full(void **state)
{
	const struct scenario *scenario = &scenarios[0];
	struct model_world before, after;
	int status = DDA_REFUSED;

	measure(scenario, &before, &after);
	for (unsigned at = 1; status != 0; at++) {
		unsigned applies;

		begin_scenario(scenario);
		model_world->full_at = at;
		applies = model_world->applies;
		status = run_process(&scenario->command, 0);
		assert_true(status == 0 ||
		            status == (model_world->applies == applies ? DDA_REFUSED
		                                                       : DDA_ROLLED_BACK));
		check_end(&before, &after);
		assert_true(at > 1 || status == DDA_REFUSED);
	}
}

/* One wins; the others are told that somebody works on it, or that it has gone. */
static void test_same_card(void **state)
{
	unsigned done = 0;
	pid_t pids[32];

	clear_state();
	model_reset();
	model_world->wait = 2000;
	for (unsigned i = 0; i < COUNT(pids); i++) {
		static const char *const vms[] = {"a", "b", "c", "d"};

		pids[i] = begin_process(
		        &(struct command){DDA_ASSIGN, {"01:00"}, {vms[i % 4]}, false});
	}
	for (unsigned i = 0; i < COUNT(pids); i++) {
		int status = end_process(pids[i]);

		assert_true(status == 0 || status == DDA_ERROR_REFUSED || status == DDA_ERROR_BUSY);
		done += status == 0;
	}
	assert_int_equal(done, 1);
	assert_string_equal(model_world->broken, "");
	assert_int_equal(count_files(".open"), 0);
}

/* Different cards and VMs: none waits for the others to end. */
static void test_different_cards(void **state)
{
	static const struct command commands[] = {
	        {DDA_ASSIGN, {"01:00"}, {"a"}, false},
	        {DDA_ASSIGN, {"02:00"}, {"b"}, false},
	        {DDA_ASSIGN, {"03:00"}, {"c"}, false},
	        {DDA_ASSIGN, {"04:00"}, {"d"}, false},
	};
	pid_t pids[4];

	clear_state();
	model_reset();
	model_world->wait = 50000;
	for (unsigned i = 0; i < 4; i++)
		pids[i] = begin_process(&commands[i]);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(end_process(pids[i]), 0);
	for (unsigned i = 0; i < 4; i++)
		assert_true(model_card_is(i, (int)i));
}

/* Who is busy with it is named; and when he dies, his card is nobody's until that is recovered. */
static void test_holder_is_named(void **state)
{
	static const struct command first = {DDA_ASSIGN, {"01:00"}, {"a"}, false};
	static const struct command other = {DDA_ASSIGN, {"02:00"}, {"b"}, false};
	char name[32];
	pid_t pid;

	clear_state();
	model_reset();
	model_world->wait = 200000;
	pid = begin_process(&first);
	snprintf(name, sizeof(name), "process %d", (int)pid);
	while (model_world->applies == 0)
		usleep(1000);
	{
		_cleanup_host_ struct dda_host *host = model_open();
		_cleanup_recovery_ struct dda_recovery *recovery = NULL;

		assert_int_equal(transact(host, &first), DDA_ERROR_BUSY);
		assert_int_equal(dda_recovery_look(host, &recovery, NULL), 0);
		assert_int_equal(recovery->transactions.count, 1);
		assert_int_equal(recovery->transactions.items[0].state, RECOVERED_GOING_ON);
		assert_int_equal(recovery->transactions.items[0].transaction->pid, pid);
	}
	kill(pid, SIGKILL);
	assert_int_equal(end_process(pid), -SIGKILL);
	model_world->wait = 0;
	assert_int_equal(end_process(begin_process(&first)), DDA_ERROR_REFUSED);
	assert_int_equal(end_process(begin_process(&other)), 0);
	assert_int_equal(run_process(NULL, 0), 0);
	assert_int_equal(end_process(begin_process(&first)), 0);
}

/* Its own process is dead, but what it began goes on: that card is busy, others are not. */
static void test_something_goes_on(void **state)
{
	static const struct command other = {DDA_ASSIGN, {"02:00"}, {"b"}, false};

	clear_state();
	model_reset();
	model_world->stuck_at = 2;
	assert_int_equal(run_process(&scenarios[0].command, 0), -SIGKILL);
	assert_int_equal(run_process(NULL, 0), DDA_ERROR_LEFT);
	assert_int_equal(run_process(&scenarios[0].command, 0), DDA_ERROR_BUSY);
	assert_int_equal(run_process(&other, 0), 0);
	kill(model_world->stuck, SIGKILL);
	assert_int_equal(run_process(NULL, 0), 0);
	assert_true(model_card_is(0, -1));
}

/* A process was killed; what is there when it is recovered is not what it was. */
static unsigned kill_in_the_middle(const struct command *command)
{
	unsigned points;

	clear_state();
	model_reset();
	assert_int_equal(run_process(command, 0), 0);
	points = model_world->points;
	clear_state();
	model_reset();
	assert_int_equal(run_process(command, points - 20), -SIGKILL);
	return model_world->applies;
}

static void test_after_restart(void **state)
{
	unsigned applies = kill_in_the_middle(&scenarios[0].command);

	/* All drivers have their functions again; the VM's definition is what it was. */
	model_world->boot++;
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++)
		model_world->functions[0][i].state = MODEL_HOST;
	assert_int_equal(run_process(NULL, 0), 0);
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++)
		assert_int_equal(model_world->functions[0][i].vm, -1);
	assert_false(model_world->vms[0].set);
	/* The functions that were added, the slot, the settings; no driver was touched. */
	assert_true(model_world->applies - applies <= 5);
	assert_true(model_card_is(0, -1));
}

/* Killed at each point, and so was the host: what comes up is as before or as it was to be, with
 * the record of what stays dismounted. */
static void test_restarted_anywhere(void **state)
{
	unsigned total = 0, finished = 0;

	for (size_t i = 0; i < 3; i++) {
		struct model_world before, after;
		unsigned points = measure(&scenarios[i], &before, &after);

		for (unsigned at = 1; at <= points; at++) {
			begin_scenario(&scenarios[i]);
			assert_int_equal(run_process(&scenarios[i].command, at), -SIGKILL);
			restart();
			assert_int_equal(run_process(NULL, 0), 0);
			check_end(&before, &after);
			finished += is_like(&after);
			restart(); /* once more: it stays so */
			check_end(&before, &after);
		}
		total += points;
	}
	print_message("  %u points, %u of them late enough\n", total, finished);
	assert_true(finished > 10 && total - finished > 100);
}

static void test_another_card(void **state)
{
	kill_in_the_middle(&scenarios[0].command);
	model_world->device = 0x2204;
	assert_int_equal(run_process(NULL, 0), 0);
	assert_int_equal(count_files(".open"), 0);
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++) {
		assert_int_equal(model_world->functions[0][i].vm, -1);
		assert_int_equal(model_world->functions[0][i].state, MODEL_OUT); /* not touched */
	}
}

static void test_vm_deleted(void **state)
{
	kill_in_the_middle(&scenarios[0].command);
	model_world->vms[0].deleted = true;
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++)
		model_world->functions[0][i].vm = -1;
	assert_int_equal(run_process(NULL, 0), 0);
	assert_true(model_card_is(0, -1));
}

static void test_vm_started_meanwhile(void **state)
{
	kill_in_the_middle(&scenarios[0].command);
	model_world->vms[0].running = true;
	assert_int_equal(run_process(NULL, 0), DDA_ERROR_LEFT);
	assert_string_equal(model_world->broken, "");
	model_world->vms[0].running = false;
	assert_int_equal(run_process(NULL, 0), 0);
	assert_true(model_card_is(0, -1));
}

static bool has_file(unsigned number, const char *suffix)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%06u%s", state_folder(), number, suffix);
	return access(path, F_OK) == 0;
}

static void make_closed(unsigned count)
{
	char path[128];

	mkdir(state_folder(), 0755);
	for (unsigned i = 1; i <= count; i++) {
		FILE *file;

		snprintf(path, sizeof(path), "%s/%06u.closed", state_folder(), i);
		file = fopen(path, "w");
		assert_non_null(file);
		fclose(file);
	}
}

/* 55 old ones that are closed, number 56 interrupted; 57 is begun, and removes the oldest as it
 * ends. */
static int end_among_many(unsigned kill_at)
{
	static const struct command other = {DDA_ASSIGN, {"02:00"}, {"b"}, false};

	clear_state();
	model_reset();
	make_closed(55);
	assert_int_equal(run_process(&other, 30), -SIGKILL);
	assert_true(has_file(56, ".open"));
	return run_process(&scenarios[0].command, kill_at);
}

/* Of those that are closed the newest 50 are kept, of those that are open all. */
static void check_kept(unsigned newest)
{
	for (unsigned i = newest - 49; i <= newest; i++)
		assert_true(has_file(i, i == 56 ? ".open" : ".closed"));
	assert_int_equal(count_files(".open"), 1);
}

static void test_old_ones_are_removed(void **state)
{
	unsigned points;

	assert_int_equal(end_among_many(0), 0);
	points = model_world->points;
	assert_int_equal(count_files(".closed"), 50);
	check_kept(57);
	/* Once its own name says that it is closed, six are removed, and the folder synced.
	 */
	for (unsigned at = points - 7; at <= points; at++) {
		assert_int_equal(end_among_many(at), -SIGKILL);
		assert_true(count_files(".closed") >= 50);
		check_kept(57);
		/* The next one removes what was left over. */
		assert_int_equal(
		        run_process(&(struct command){DDA_RELEASE, {"01:00"}, {0}, false}, 0), 0);
		assert_int_equal(count_files(".closed"), 50);
		check_kept(58);
	}
	/* The open one is what it was, and can be ended. */
	assert_int_equal(run_process(NULL, 0), 0);
	assert_int_equal(count_files(".open"), 0);
	assert_int_equal(count_files(".closed"), 50);
	assert_true(model_card_is(1, -1));
}

/* On a disk that takes a millisecond for each fsync, and where a step itself takes no time. */
static void test_cost(void **state)
{
	struct model_world before, after;
	unsigned steps, milliseconds;
	uint64_t begun;

	measure(&scenarios[3], &before, &after);
	steps = after.applies - before.applies;
	begin_scenario(&scenarios[3]);
	model_world->sync = 1000;
	begun = clock_now();
	assert_int_equal(run_process(&scenarios[3].command, 0), 0);
	milliseconds = (unsigned)((clock_now() - begun) / (CLOCK_SECOND / 1000));
	print_message("  %u fsyncs and %u ms for %u steps, with the process and the plan\n",
	              model_world->syncs, milliseconds, steps);
	assert_true(model_world->syncs < steps);
	assert_true(milliseconds < 20 * steps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_killed_anywhere),
	        cmocka_unit_test(test_recovery_killed_anywhere),
	        cmocka_unit_test(test_each_act_fails),
	        cmocka_unit_test(test_undo_fails_too),
	        cmocka_unit_test(test_disk_full),
	        cmocka_unit_test(test_same_card),
	        cmocka_unit_test(test_different_cards),
	        cmocka_unit_test(test_holder_is_named),
	        cmocka_unit_test(test_something_goes_on),
	        cmocka_unit_test(test_after_restart),
	        cmocka_unit_test(test_restarted_anywhere),
	        cmocka_unit_test(test_another_card),
	        cmocka_unit_test(test_vm_deleted),
	        cmocka_unit_test(test_vm_started_meanwhile),
	        cmocka_unit_test(test_old_ones_are_removed),
	        cmocka_unit_test(test_cost),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
