/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "exec/turn.h"
#include "model-host.h"

/*
 * Transactions as processes of their own, on a host that keeps what they did, with their journals
 * in a folder that is there for the test: to kill them, and to have them want the same.
 */

/* What is asked for; VMs are words. */
struct command {
	enum dda_verb verb;
	const char *devices[4]; /* DDA_SET: MiB of a window instead */
	const char *vms[4];
	bool start;
};

struct scenario {
	const char *name;               /* NULL behind the last one */
	struct command before, command; /* before: no device, nothing */
};

extern const struct scenario scenarios[];

/* What begins from here on is to be confirmed; 0 seconds: it need not be. */
extern unsigned confirm_seconds;
extern dda_ask confirm_ask;

/* Does it in this process. The exit status that "dda" would have. */
int transact(struct dda_host *host, const struct command *command);

/* A process that does it; NULL: that recovers. */
pid_t begin_process(const struct command *command);

/* Its exit status, or -SIGNAL. */
int end_process(pid_t pid);

/* Both, and killed at that point; 0: not. */
int run_process(const struct command *command, unsigned kill_at);

/* How many files of that kind are beside the journals. */
unsigned count_files(const char *suffix);

/* Removes the journals. */
void clear_state(void);

/* Where they are. */
const char *state_folder(void);

/* As it was or as it was to be: all cards, settings and slots together. */
bool is_like(const struct model_world *other);

/* A new host, and what comes before the scenario. */
void begin_scenario(const struct scenario *scenario);

/* The worlds before and after, and how many points lie between them. */
unsigned measure(const struct scenario *scenario, struct model_world *before,
                 struct model_world *after);

/* For the group of tests. */
int make_folder(void **state);
int remove_folder(void **state);
