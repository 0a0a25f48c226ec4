/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/host.h"

#include <errno.h>

#include "host/snapshot/captured.h"

void dda_host_close(struct dda_host *host)
{
	if (host)
		host->operations->close(host);
}

void dda_host_limit_guests(struct dda_host *host, const char *const *vms, size_t count)
{
	host->guests.items = vms;
	host->guests.count = count;
}

int dda_host_observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                     struct dda_error **ret_error)
{
	return host->operations->observe(host, want, ret, ret_error);
}

int dda_host_describe(struct dda_host *host, struct dda_inventory *inventory, size_t index,
                      struct dda_error **ret_error)
{
	size_t first, count;

	if (!host->operations->describe || !(inventory->want & DDA_WANT_DETAILS_LATER) ||
	    index - inventory->described.first < inventory->described.count)
		return 0;
	count = inventory_root_bus(inventory, index, &first);
	if (inventory_describe(inventory, first, count) < 0)
		return error_no_memory(ret_error);
	return host->operations->describe(host, inventory, ret_error);
}

int dda_host_capture(struct dda_host *host, unsigned flags, struct dda_snapshot **ret,
                     struct dda_error **ret_error)
{
	_cleanup_snapshot_ struct dda_snapshot *snapshot = NULL;
	int r;

	if (!host->operations->capture)
		return error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, "capture",
		                 "this is only a copy of a host, in a file already",
		                 "run it on the host itself");
	snapshot = calloc(1, sizeof(*snapshot));
	if (!snapshot)
		return error_no_memory(ret_error);
	r = host->operations->capture(host, flags, snapshot, ret_error);
	if (r < 0)
		return r;
	*ret = TAKE(snapshot);
	return 0;
}
