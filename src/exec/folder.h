/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * The folder in which dda keeps its journal and its locks: /var/lib/dda, on Windows
 * %ProgramData%\dda, or the one that the environment variable DDA_STATE_DIR names. The platform's
 * half; file descriptors on all platforms. Every function returns 0 (or a descriptor), or a
 * negative errno.
 */
#define FOLDER_PATH_MAX 512
#define FOLDER_VARIABLE "DDA_STATE_DIR"

struct folder {
	char path[FOLDER_PATH_MAX]; /* UTF-8 */
};

/* Where it is; nothing is looked at. -ENAMETOOLONG. */
int folder_locate(struct folder *ret);

/* Makes it where it is not there; on Windows for administrators only. */
int folder_make(const struct folder *folder);

enum folder_mode {
	FOLDER_READ,
	FOLDER_WRITE,  /* a file that is there, to be read and added to; always at its end */
	FOLDER_CREATE, /* a new file, as above; -EEXIST when there is one */
	FOLDER_LOCK,   /* made where it is not there */
};

/* Opens a file in it; what is started meanwhile does not inherit it. */
int folder_open(const struct folder *folder, const char *name, enum folder_mode mode);

/* Calls `each` for every name in it. Stops when that returns below zero, and returns it. -ENOENT
 * when there is no such folder. */
int folder_each(const struct folder *folder, int (*each)(void *data, const char *name), void *data);

int folder_rename(const struct folder *folder, const char *from, const char *to);
int folder_remove(const struct folder *folder, const char *name);

/* Makes sure that files made, renamed and removed stay so. */
int folder_sync(const struct folder *folder);

/* Makes sure that what was written stays. */
int file_sync(int fd);

/* Makes sure that so many bytes more will find room, as far as the file system can: -ENOSPC. */
int file_reserve(int fd, size_t size);

/* Claims the open file, without waiting: for this process alone, or together with others that only
 * look. It ends with the last process that has this file open. -EBUSY: another one has it. */
int file_claim(int fd, bool shared);

/* True when there is a process with that number. */
bool process_exists(int pid);
