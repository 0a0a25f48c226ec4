/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/text.h"
#include "host/hyperv/hyperv.h"
#include "host/hyperv/snapshot-host.h"
#include "host/lspci/lspci-host.h"
#include "host/snapshot/snapshot.h"

static int open_snapshot(const char *file, struct dda_host **ret, struct dda_error **ret_error)
{
	const char *platform;
	json_t *document;
	int r = snapshot_load(file, &document, ret_error);

	if (r < 0)
		return r;
	platform = json_string_value(json_object_get(document, "platform"));
	if (text_equal(platform, "hyperv"))
		return snapshot_host_open(document, ret, ret_error);
	r = text_equal(platform, "linux");
	json_decref(document);
	return error_set(ret_error, -ENOTSUP, DDA_ERROR_REFUSED, file,
	                 r ? "is a snapshot of a Linux host, which dda.exe can't read"
	                   : "is a snapshot of a host of a kind that is not known here",
	                 r ? "read it with dda on Linux" : "read it with a newer dda");
}

/* The only file that names a backend of Windows. */
int dda_host_open(const char *spec, struct dda_host **ret, struct dda_error **ret_error)
{
	const char *name, *file;

	if (!spec || text_equal(spec, "local"))
		return hyperv_open(NULL, ret, ret_error);
	name = text_after(spec, "hyperv:");
	if (name && *name)
		return hyperv_open(name, ret, ret_error);
	file = text_after(spec, "snapshot:");
	if (file && *file)
		return open_snapshot(file, ret, ret_error);
	file = text_after(spec, "lspci:");
	if (file && *file)
		return lspci_host_open(file, ret, ret_error);
	if (text_after(spec, "root:"))
		return error_set(ret_error, -ENOSYS, DDA_ERROR_USAGE, spec,
		                 "copies of /sys and /proc are read on Linux only",
		                 "run dda there, or give local");
	return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, spec, "is no host",
	                 "give local, hyperv:HOST for another one, snapshot:FILE with a snapshot "
	                 "of one, or lspci:FILE with the output of \"lspci -vvv\" on Linux");
}
