/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/rom.h"

#include <errno.h>
#include <stdlib.h>

void rom_file_deinit(struct rom_file *file)
{
	free(file->path);
	free(file->data);
}

/* No VM of Hyper-V can have one. */
int rom_file_read(const char *path, struct rom_file *ret, struct dda_error **ret_error)
{
	return !path ? 0
	             : error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, "--rom",
	                         "a VM of Hyper-V can't be set so", "leave it out");
}
