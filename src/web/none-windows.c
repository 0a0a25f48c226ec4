/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/web.h"

#include <errno.h>

int web_run(const struct web_options *options, struct dda_error **ret_error)
{
	return error_set(ret_error, -ENOSYS, DDA_ERROR_REFUSED, "web",
	                 "is not made for Windows yet", NULL);
}
