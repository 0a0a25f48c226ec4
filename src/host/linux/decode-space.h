/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/vm.h"

/* What of a VM's definition bears on its address space, and what is noted on the way to it. */
struct space_decoder {
	struct vm_space space, kept; /* kept: what it was like before dda, as it noted */
	bool foreign_rom, noted_window, noted_width;
};

/*
 * Called at the begin of each element with its attributes, and at its end with its text: `path` is
 * "/domain/os/loader". `unit`: the factor of the size that the element holds. At the end of
 * "/domain" all is there.
 */
void decode_space_begin(const char *path, const char **attributes, struct space_decoder *decoder);
void decode_space_end(const char *path, const char *text, uint64_t unit,
                      struct space_decoder *decoder);
