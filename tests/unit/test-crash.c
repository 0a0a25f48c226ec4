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
#include "model-host.h"

/*
 * Processes that are killed at every point of what they do, on a host that keeps what they did; and
 * processes that want the same. Each transaction is a process of its own.
 */

static char folder[64];

/* What is asked for; VMs are words. */
struct command {
	enum dda_verb verb;
	const char *devices[4];
	const char *vms[4];
	bool start;
};

/* What begins from here on is to be confirmed; 0 seconds: it need not be. */
static unsigned confirm_seconds;
static dda_ask confirm_ask;

static size_t count_words(const char *const *words)
{
	size_t count = 0;

	while (count < 4 && words[count])
		count++;
	return count;
}

/* The exit status that "dda" would have. */
static int transact(struct dda_host *host, const struct command *command)
{
	const struct dda_request request = {
	        .verb = command->verb,
	        .devices = command->devices,
	        .device_count = count_words(command->devices),
	        .vms = command->vms,
	        .vm_count = count_words(command->vms),
	        .spread = count_words(command->vms) > 1,
	        .start = command->start,
	};
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_plan_ struct dda_plan *plan = NULL;
	_cleanup_turn_ struct dda_turn *turn = NULL;
	_cleanup_run_ struct dda_run *run = NULL;
	int r = dda_turn_take(host, "dda test", &turn, &error);

	if (r >= 0)
		r = dda_host_observe(host, 0, &inventory, &error);
	if (r >= 0)
		r = dda_plan_make(inventory, &request, &plan, &error);
	if (r >= 0 && (dda_plan_refused(plan) || dda_plan_step_count(plan) == 0))
		return DDA_ERROR_REFUSED;
	if (r >= 0)
		dda_turn_require_confirmation(turn, confirm_seconds, confirm_ask, NULL);
	if (r >= 0)
		r = dda_plan_run(turn, plan, NULL, NULL, &run, &error);
	return r < 0 ? (int)dda_error_kind(error) : (int)dda_run_outcome(run);
}

static int recover(struct dda_host *host)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_recovery_ struct dda_recovery *recovery = NULL;

	if (dda_recover(host, true, &recovery, &error) < 0)
		return (int)dda_error_kind(error);
	return dda_recovery_is_complete(recovery) ? 0 : DDA_ERROR_LEFT;
}

/* A process that does it; NULL: that recovers. */
static pid_t begin(const struct command *command)
{
	pid_t pid = fork();

	if (pid == 0) {
		_cleanup_host_ struct dda_host *host = model_open();

		_exit(command ? transact(host, command) : recover(host));
	}
	assert_true(pid > 0);
	return pid;
}

/* Its exit status, or -SIGNAL. */
static int end(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* The same, killed at that point; 0: not. */
static int run(const struct command *command, unsigned kill_at)
{
	model_world->points = 0;
	model_world->kill_at = kill_at;
	return end(begin(command));
}

static unsigned count_files(const char *suffix)
{
	DIR *list = opendir(folder);
	struct dirent *entry;
	unsigned count = 0;

	while (list && (entry = readdir(list)))
		count += strstr(entry->d_name, suffix) != NULL;
	if (list)
		closedir(list);
	return count;
}

static void clear(void)
{
	DIR *list = opendir(folder);
	struct dirent *entry;

	while (list && (entry = readdir(list)))
		unlinkat(dirfd(list), entry->d_name, 0);
	if (list)
		closedir(list);
	rmdir(folder);
}

/* As it was or as it was to be: all cards, settings and slots together. */
static bool is_like(const struct model_world *other)
{
	for (unsigned i = 0; i < MODEL_CARDS; i++) {
		for (unsigned j = 0; j < MODEL_FUNCTIONS; j++) {
			const struct model_function *a = &model_world->functions[i][j];
			const struct model_function *b = &other->functions[i][j];

			if (a->state != b->state || a->vm != b->vm)
				return false;
		}
		if (model_world->vms[i].set != other->vms[i].set ||
		    memcmp(model_world->vms[i].port, other->vms[i].port, 8) != 0)
			return false;
	}
	return true;
}

static const struct scenario {
	const char *name;
	struct command before, command; /* before: no device, nothing */
} scenarios[] = {
        {"assign", {0}, {DDA_ASSIGN, {"01:00"}, {"a"}, false}},
        {"assign and start", {0}, {DDA_ASSIGN, {"01:00"}, {"a"}, true}},
        {"release", {DDA_ASSIGN, {"01:00"}, {"a"}, false}, {DDA_RELEASE, {"01:00"}, {0}, false}},
        {"spread",
         {0},
         {DDA_ASSIGN, {"01:00", "02:00", "03:00", "04:00"}, {"a", "b", "c", "d"}, false}},
        {"disable", {0}, {DDA_DISABLE, {"01:00"}, {0}, false}},
};

static void begin_scenario(const struct scenario *scenario)
{
	clear();
	model_reset();
	if (scenario->before.devices[0])
		assert_int_equal(run(&scenario->before, 0), 0);
}

/* After each way in which it can end. */
static void check_end(const struct model_world *before, const struct model_world *after)
{
	assert_string_equal(model_world->broken, "");
	assert_int_equal(count_files(".open"), 0);
	assert_true(is_like(before) || is_like(after));
}

/* The worlds before and after, and how many points lie between them. */
static unsigned measure(const struct scenario *scenario, struct model_world *before,
                        struct model_world *after)
{
	begin_scenario(scenario);
	*before = *model_world;
	assert_int_equal(run(&scenario->command, 0), 0);
	*after = *model_world;
	assert_false(is_like(before));
	return model_world->points;
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

	for (size_t i = 0; i < COUNT(scenarios); i++) {
		struct model_world before, after;
		unsigned points = measure(&scenarios[i], &before, &after);

		for (unsigned at = 1; at <= points; at++) {
			begin_scenario(&scenarios[i]);
			assert_int_equal(run(&scenarios[i].command, at), -SIGKILL);
			assert_int_equal(run(NULL, 0), 0);
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
		assert_int_equal(run(&scenario->command, at), -SIGKILL);
		killed = *model_world;
		assert_int_equal(run(NULL, 0), 0);
		ways = model_world->points;
		for (unsigned way = 1; way <= ways; way++) {
			clear();
			model_reset();
			assert_int_equal(run(&scenario->command, at), -SIGKILL);
			assert_true(is_like(&killed));
			assert_int_equal(run(NULL, way), -SIGKILL);
			run(NULL, way);
			assert_int_equal(run(NULL, 0), 0);
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

	for (size_t i = 0; i < COUNT(scenarios); i++) {
		struct model_world before, after;
		unsigned applies, kinds = i == 0 ? COUNT(errors) : 1;

		measure(&scenarios[i], &before, &after);
		applies = after.applies - before.applies;
		for (unsigned j = 0; j < applies * kinds; j++) {
			begin_scenario(&scenarios[i]);
			model_world->fail_at = model_world->applies + 1 + j % applies;
			model_world->error = (unsigned)errors[j / applies];
			assert_int_equal(run(&scenarios[i].command, 0), DDA_ROLLED_BACK);
			assert_true(is_like(&before));
			check_end(&before, &after);
		}
	}
}

/* The way back fails as well: left open, told, and ended later. */
static void test_undo_fails_too(void **state)
{
	for (size_t i = 0; i < COUNT(scenarios); i++) {
		struct model_world before, after;
		unsigned applies;

		measure(&scenarios[i], &before, &after);
		applies = after.applies - before.applies;
		for (unsigned at = 1; at <= applies; at++) {
			begin_scenario(&scenarios[i]);
			model_world->fail_at = model_world->applies + at;
			model_world->fail_on = true;
			model_world->error = EIO;
			assert_int_equal(run(&scenarios[i].command, 0), DDA_LEFT_OPEN);
			assert_int_equal(count_files(".open"), 1);
			assert_int_equal(run(NULL, 0), DDA_LEFT_OPEN);
			model_world->fail_at = 0;
			assert_int_equal(run(NULL, 0), 0);
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
		status = run(&scenario->command, 0);
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

	clear();
	model_reset();
	model_world->wait = 2000;
	for (unsigned i = 0; i < COUNT(pids); i++) {
		static const char *const vms[] = {"a", "b", "c", "d"};

		pids[i] = begin(&(struct command){DDA_ASSIGN, {"01:00"}, {vms[i % 4]}, false});
	}
	for (unsigned i = 0; i < COUNT(pids); i++) {
		int status = end(pids[i]);

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

	clear();
	model_reset();
	model_world->wait = 50000;
	for (unsigned i = 0; i < 4; i++)
		pids[i] = begin(&commands[i]);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(end(pids[i]), 0);
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

	clear();
	model_reset();
	model_world->wait = 200000;
	pid = begin(&first);
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
	assert_int_equal(end(pid), -SIGKILL);
	model_world->wait = 0;
	assert_int_equal(end(begin(&first)), DDA_ERROR_REFUSED);
	assert_int_equal(end(begin(&other)), 0);
	assert_int_equal(run(NULL, 0), 0);
	assert_int_equal(end(begin(&first)), 0);
}

/* Its own process is dead, but what it began goes on: that card is busy, others are not. */
static void test_something_goes_on(void **state)
{
	static const struct command other = {DDA_ASSIGN, {"02:00"}, {"b"}, false};

	clear();
	model_reset();
	model_world->stuck_at = 2;
	assert_int_equal(run(&scenarios[0].command, 0), -SIGKILL);
	assert_int_equal(run(NULL, 0), DDA_ERROR_LEFT);
	assert_int_equal(run(&scenarios[0].command, 0), DDA_ERROR_BUSY);
	assert_int_equal(run(&other, 0), 0);
	kill(model_world->stuck, SIGKILL);
	assert_int_equal(run(NULL, 0), 0);
	assert_true(model_card_is(0, -1));
}

/* A process was killed; what is there when it is recovered is not what it was. */
static unsigned kill_in_the_middle(const struct command *command)
{
	unsigned points;

	clear();
	model_reset();
	assert_int_equal(run(command, 0), 0);
	points = model_world->points;
	clear();
	model_reset();
	assert_int_equal(run(command, points - 20), -SIGKILL);
	return model_world->applies;
}

static void test_after_restart(void **state)
{
	unsigned applies = kill_in_the_middle(&scenarios[0].command);

	/* All drivers have their functions again; the VM's definition is what it was. */
	model_world->boot++;
	for (unsigned i = 0; i < MODEL_FUNCTIONS; i++)
		model_world->functions[0][i].state = MODEL_HOST;
	assert_int_equal(run(NULL, 0), 0);
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
			assert_int_equal(run(&scenarios[i].command, at), -SIGKILL);
			restart();
			assert_int_equal(run(NULL, 0), 0);
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
	assert_int_equal(run(NULL, 0), 0);
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
	assert_int_equal(run(NULL, 0), 0);
	assert_true(model_card_is(0, -1));
}

static void test_vm_started_meanwhile(void **state)
{
	kill_in_the_middle(&scenarios[0].command);
	model_world->vms[0].running = true;
	assert_int_equal(run(NULL, 0), DDA_ERROR_LEFT);
	assert_string_equal(model_world->broken, "");
	model_world->vms[0].running = false;
	assert_int_equal(run(NULL, 0), 0);
	assert_true(model_card_is(0, -1));
}

static bool has_file(unsigned number, const char *suffix)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%06u%s", folder, number, suffix);
	return access(path, F_OK) == 0;
}

static void make_closed(unsigned count)
{
	char path[128];

	mkdir(folder, 0755);
	for (unsigned i = 1; i <= count; i++) {
		FILE *file;

		snprintf(path, sizeof(path), "%s/%06u.closed", folder, i);
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

	clear();
	model_reset();
	make_closed(55);
	assert_int_equal(run(&other, 30), -SIGKILL);
	assert_true(has_file(56, ".open"));
	return run(&scenarios[0].command, kill_at);
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
	/* Once its own name says that it is closed, six are removed, and the folder synced. */
	for (unsigned at = points - 7; at <= points; at++) {
		assert_int_equal(end_among_many(at), -SIGKILL);
		assert_true(count_files(".closed") >= 50);
		check_kept(57);
		/* The next one removes what was left over. */
		assert_int_equal(run(&(struct command){DDA_RELEASE, {"01:00"}, {0}, false}, 0), 0);
		assert_int_equal(count_files(".closed"), 50);
		check_kept(58);
	}
	/* The open one is what it was, and can be ended. */
	assert_int_equal(run(NULL, 0), 0);
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
	assert_int_equal(run(&scenarios[3].command, 0), 0);
	milliseconds = (unsigned)((clock_now() - begun) / (CLOCK_SECOND / 1000));
	print_message("  %u fsyncs and %u ms for %u steps, with the process and the plan\n",
	              model_world->syncs, milliseconds, steps);
	assert_true(model_world->syncs < steps);
	assert_true(milliseconds < 20 * steps);
}

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
		assert_int_equal(run(&scenarios[0].command, 0), rows[i].status);
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
	pid_t pid = begin(command);
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

static int confirm(const char *device)
{
	_cleanup_host_ struct dda_host *host = model_open();
	_cleanup_recovery_ struct dda_recovery *recovery = NULL;
	_cleanup_error_ struct dda_error *error = NULL;
	int r = dda_confirm(host, device, &recovery, &error);

	assert_int_equal(r < 0, error != NULL);
	if (r >= 0) {
		assert_int_equal(recovery->transactions.count, 1);
		assert_int_equal(recovery->transactions.items[0].state, RECOVERED_CONFIRMED);
	}
	return r;
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
	assert_int_equal(run(&back, 0), DDA_ERROR_BUSY);
	assert_int_equal(run(NULL, 0), 0); /* nothing of it is recovered */
	assert_int_equal(confirm("02:00"), -ENOENT);
	assert_int_equal(confirm("nonsense"), -EINVAL);
	assert_int_equal(confirm(NULL), 0);
	assert_int_equal(end(pid), 0);
	assert_int_equal(confirm(NULL), -ENOENT);
	check_like(&after);
	confirm_seconds = 0;
	assert_int_equal(run(&other, 0), 0);
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
	assert_int_equal(end(pids[1]), 0);
	assert_int_equal(confirm(NULL), 0);
	assert_int_equal(end(pids[0]), 0);
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
	assert_int_equal(end(pid), DDA_ROLLED_BACK);
	assert_int_equal(end(other), 7);
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
	assert_int_equal(end(pid), -SIGKILL);
	assert_int_equal(confirm(NULL), -ENOENT);
	assert_int_equal(run(NULL, 0), 0);
	check_like(&before);
	begin_to_confirm(30, keep, &before, &after);
	assert_int_equal(run(&scenarios[0].command, 0), 0);
	all = model_world->points;
	assert_true(all > points);
	for (unsigned at = points - 20; at <= all; at++) {
		begin_scenario(&scenarios[0]);
		assert_int_equal(run(&scenarios[0].command, at), -SIGKILL);
		assert_int_equal(run(NULL, 0), 0);
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
		assert_int_equal(run(&scenarios[0].command, 0), DDA_LEFT_OPEN);
		assert_string_equal(model_world->broken, "");
		assert_int_equal(count_files(".open"), 1);
		assert_int_equal(run(NULL, 0), DDA_ERROR_LEFT);
		model_world->vms[0].running = false;
		model_world->fail_at = 0;
		assert_int_equal(run(NULL, 0), 0);
		check_like(&before);
	}
}

/* It would be switched off as it runs. */
static void test_no_start_to_confirm(void **state)
{
	struct model_world before, after;

	begin_to_confirm(30, keep, &before, &after);
	assert_int_equal(run(&scenarios[1].command, 0), DDA_ERROR_USAGE);
	check_like(&before);
}

static int make_folder(void **state)
{
	snprintf(folder, sizeof(folder), "/tmp/dda-crash-%d", (int)getpid());
	setenv(FOLDER_VARIABLE, folder, 1);
	model_map();
	return 0;
}

static int remove_folder(void **state)
{
	clear();
	return 0;
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
	        cmocka_unit_test(test_confirmed_or_not),
	        cmocka_unit_test(test_confirmed_from_elsewhere),
	        cmocka_unit_test(test_several_wait),
	        cmocka_unit_test(test_confirmed_too_late),
	        cmocka_unit_test(test_killed_while_waiting),
	        cmocka_unit_test(test_not_put_back),
	        cmocka_unit_test(test_no_start_to_confirm),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
