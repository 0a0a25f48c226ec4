/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/save.h"

#include <errno.h>

int save_file(const char *path, const void *bytes, size_t size, bool replace,
              struct dda_error **ret_error)
{
	int r = save_bytes(path, bytes, size, replace);

	if (r == -EEXIST)
		return error_set(ret_error, r, DDA_ERROR_REFUSED, path, "is there already",
		                 "name another file, or say --replace");
	if (r == -EINVAL)
		return error_set(ret_error, r, DDA_ERROR_REFUSED, path, "is no plain file",
		                 "name another one, or \"-\" for standard output");
	return r < 0 ? error_set(ret_error, r, DDA_ERROR_REFUSED, path, error_number_text(-r),
	                         "name a file in a folder that you may write to")
	             : 0;
}
