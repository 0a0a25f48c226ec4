/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/text.h"
#include "host/hyperv/snapshot-host.h"
#include "host/linux/linux.h"
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
	if (text_equal(platform, "linux"))
		return linux_open_snapshot(document, ret, ret_error);
	if (text_equal(platform, "hyperv"))
		return snapshot_host_open(document, ret, ret_error);
	json_decref(document);
	return error_set(ret_error, -ENOTSUP, DDA_ERROR_REFUSED, file,
	                 "is a snapshot of a host of a kind that is not known here",
	                 "read it with a newer dda");
}

/* The only file that names a backend of Linux. */
int dda_host_open(const char *spec, struct dda_host **ret, struct dda_error **ret_error)
{
	const char *directory, *file;

	if (!spec || text_equal(spec, "local"))
		return linux_open(NULL, ret, ret_error);
	directory = text_after(spec, "root:");
	if (directory && *directory)
		return linux_open(directory, ret, ret_error);
	file = text_after(spec, "snapshot:");
	if (file && *file)
		return open_snapshot(file, ret, ret_error);
	file = text_after(spec, "lspci:");
	if (file && *file)
		return lspci_host_open(file, ret, ret_error);
	return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, spec, "is no host",
	                 "give local, root:DIR with a copy of /sys and /proc, lspci:FILE with the "
	                 "output of \"lspci -vvv\", or snapshot:FILE with what \"dda capture\" "
	                 "wrote");
}
