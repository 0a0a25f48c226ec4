/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Writes to sysfs that can block where no signal reaches the writer (a driver that does not let go
 * of its device). They go on in a child process, so that we can say so and go on ourselves.
 */
struct file_write {
	char path[128];
	char value[64];
	bool optional; /* no such file: nothing to do */
};

struct file_writes {
	struct file_write items[4];
	unsigned count;
};

/* Adds a write; both texts must fit (they are addresses and driver names), else -ENAMETOOLONG. */
int file_writes_add(struct file_writes *writes, const char *path, const char *value, bool optional);

/*
 * Begins the writes, one after the other. The child keeps the open file `keep` (0: none), whose
 * lock then lasts as long as it writes. Returns 0 with *ret_pipe to be given to child_wait(), or a
 * negative errno.
 */
int child_begin(const struct file_writes *writes, int keep, pid_t *ret_pid, int *ret_pipe);

/*
 * Waits until `deadline` (clock_now() time). Returns 0; -ETIMEDOUT when the child still writes (it
 * is left alone and ends by itself); else the negative errno of the write that failed, whose number
 * is in *ret_failed. Closes the pipe.
 */
int child_wait(pid_t pid, int pipe, uint64_t deadline, unsigned *ret_failed);

/* True when the pipe has something to say, its end included, before `deadline` (clock_now() time).
 */
bool wait_readable(int pipe, uint64_t deadline);
