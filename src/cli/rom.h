/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/plan.h>

#include "base/error.h"

/* The file of --rom: its path from the root on, and what is in it. */
struct rom_file {
	char *path;
	void *data;
	size_t size;
};

void rom_file_deinit(struct rom_file *file);

/* Reads it; NULL is none. Returns 0, or a negative errno with *ret_error set: no such file, not
 * readable, larger than 16 MiB. */
int rom_file_read(const char *path, struct rom_file *ret, struct dda_error **ret_error);
