/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/text.h"
#include "host/host.h"

/* The only file that names a backend of Windows. There is none yet. */
int dda_host_open(const char *spec, struct dda_host **ret, struct dda_error **ret_error)
{
	if (!spec || text_equal(spec, "local"))
		return error_set(ret_error, -ENOSYS, DDA_ERROR_REFUSED, "local",
		                 "this dda does not know how to look at a Windows host yet",
		                 "\"dda mmio --model\" works without one");
	if (text_after(spec, "root:"))
		return error_set(ret_error, -ENOSYS, DDA_ERROR_USAGE, spec,
		                 "copies of /sys and /proc are read on Linux only",
		                 "run dda there, or give local");
	return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, spec, "is no host", "give local");
}
