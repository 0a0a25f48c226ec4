/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec/folder.h"

/* The folder of journals, whether it is there yet or not. */
struct watch_folder {
	struct folder folder;
	int inotify;
	int here, above; /* the folder, the one that it is to appear in; -1: not watched */
};

/* Begins; `inotify` is readable when there is something new. Returns 0 or a negative errno. */
int watch_folder_open(struct watch_folder *ret);

void watch_folder_close(struct watch_folder *watch);

/* Reads all that is there; a set of enum watch_kind. */
unsigned watch_folder_read(struct watch_folder *watch);
