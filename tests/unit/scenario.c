/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scenario.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exec/folder.h"
#include "exec/recover.h"
#include "test.h"

static char folder[64];

unsigned confirm_seconds;
dda_ask confirm_ask;

static size_t count_words(const char *const *words)
{
	size_t count = 0;

	while (count < 4 && words[count])
		count++;
	return count;
}

int transact(struct dda_host *host, const struct command *command)
{
	bool sets = command->verb == DDA_SET;
	const struct dda_request request = {
	        .verb = command->verb,
	        .devices = command->devices,
	        .device_count = sets ? 0 : count_words(command->devices),
	        .vms = command->vms,
	        .vm_count = count_words(command->vms),
	        .spread = command->verb == DDA_ASSIGN && count_words(command->vms) > 1,
	        .settings = {.named = sets ? DDA_HIGH_SPACE : 0,
	                     .high_space = sets ? strtoull(command->devices[0], NULL, 10) : 0},
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

/* There where lines are counted (tests/tools/coverage); _exit() would forget them. */
extern void __gcov_dump(void) __attribute__((weak));

static _Noreturn void end_here(int status)
{
	if (__gcov_dump)
		__gcov_dump();
	_exit(status);
}

pid_t begin_process(const struct command *command)
{
	pid_t pid = fork();

	if (pid == 0) {
		_cleanup_host_ struct dda_host *host = model_open();

		end_here(command ? transact(host, command) : recover(host));
	}
	assert_true(pid > 0);
	return pid;
}

int end_process(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int run_process(const struct command *command, unsigned kill_at)
{
	model_world->points = 0;
	model_world->kill_at = kill_at;
	return end_process(begin_process(command));
}

unsigned count_files(const char *suffix)
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

void clear_state(void)
{
	DIR *list = opendir(folder);
	struct dirent *entry;

	while (list && (entry = readdir(list)))
		unlinkat(dirfd(list), entry->d_name, 0);
	if (list)
		closedir(list);
	rmdir(folder);
}

bool is_like(const struct model_world *other)
{
	for (unsigned i = 0; i < MODEL_CARDS; i++) {
		for (unsigned j = 0; j < MODEL_FUNCTIONS; j++) {
			const struct model_function *a = &model_world->functions[i][j];
			const struct model_function *b = &other->functions[i][j];

			if (a->state != b->state || a->vm != b->vm)
				return false;
		}
		if (model_world->vms[i].set != other->vms[i].set ||
		    model_world->vms[i].window != other->vms[i].window ||
		    model_world->vms[i].recorded != other->vms[i].recorded ||
		    memcmp(model_world->vms[i].port, other->vms[i].port, 8) != 0)
			return false;
	}
	return true;
}

const struct scenario scenarios[] = {
        {"assign", {0}, {DDA_ASSIGN, {"01:00"}, {"a"}, false}},
        {"assign and start", {0}, {DDA_ASSIGN, {"01:00"}, {"a"}, true}},
        {"release", {DDA_ASSIGN, {"01:00"}, {"a"}, false}, {DDA_RELEASE, {"01:00"}, {0}, false}},
        {"spread",
         {0},
         {DDA_ASSIGN, {"01:00", "02:00", "03:00", "04:00"}, {"a", "b", "c", "d"}, false}},
        {"disable", {0}, {DDA_DISABLE, {"01:00"}, {0}, false}},
        {"set", {0}, {DDA_SET, {"4096"}, {"a"}, false}},
        {"set what dda has set", {0}, {DDA_SET, {"8192"}, {"d"}, false}},
        {0},
};

void begin_scenario(const struct scenario *scenario)
{
	clear_state();
	model_reset();
	if (scenario->before.devices[0])
		assert_int_equal(run_process(&scenario->before, 0), 0);
}

unsigned measure(const struct scenario *scenario, struct model_world *before,
                 struct model_world *after)
{
	begin_scenario(scenario);
	*before = *model_world;
	assert_int_equal(run_process(&scenario->command, 0), 0);
	*after = *model_world;
	assert_false(is_like(before));
	return model_world->points;
}

const char *state_folder(void)
{
	return folder;
}

int make_folder(void **state)
{
	snprintf(folder, sizeof(folder), "/tmp/dda-crash-%d", (int)getpid());
	setenv(FOLDER_VARIABLE, folder, 1);
	model_map();
	return 0;
}

int remove_folder(void **state)
{
	clear_state();
	return 0;
}
