/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"

/* A copy of a host's files in a folder of its own, made for one test. */
struct tree {
	char folder[32];
	struct root root;
};

/*
 * Makes one of lines: "PATH = TEXT" is a file, "PATH + TEXT" one more line of it, "PATH -> TARGET"
 * a link, "PATH /" a folder, "PATH x" takes it away again. A line "away ..." is somebody else's.
 */
struct tree tree_make(const char *lines, const char *more);

void tree_remove(struct tree *tree);
