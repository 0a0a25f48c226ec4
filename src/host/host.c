/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/host.h"

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
