/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/error.h"

/*
 * One transaction at a time on a host. The lock belongs to the process: whatever ends it ends the
 * lock.
 */
struct lock {
	int fd;
};

#define LOCK_NONE ((struct lock){.fd = -1})

/*
 * Takes the lock without waiting. Returns 0; -EBUSY with an error of the kind DDA_ERROR_BUSY that
 * names who has it; another negative errno when the lock file can't be made. An error is set.
 */
int lock_take(struct lock *lock, struct dda_error **ret_error);

/* Gives it back; a lock that was not taken is left alone. */
void lock_release(struct lock *lock);

/*
 * The platform's half: opens the lock file for reading and writing, and makes it where it is not
 * there. Returns its number, or a negative errno with an error set.
 */
int lock_file_open(struct dda_error **ret_error);

/* Claims the open file for this process, without waiting. Returns 0, -EBUSY, or another negative
 * errno. */
int lock_file_claim(int fd);
