/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/snapshot-host.h"

#include <errno.h>
#include <stdlib.h>

#include "host/hyperv/decode.h"
#include "host/hyperv/explain.h"
#include "host/hyperv/snapshot.h"

struct snapshot_host {
	struct dda_host host;
	json_t *document;
	struct hyperv_names names; /* of the last observation */
};

static bool can_change(const struct dda_host *host)
{
	return false;
}

static int observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                   struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	struct snapshot_host *snapshot = (struct snapshot_host *)host;
	int r = inventory ? decode_snapshot(snapshot->document, want, inventory) : -ENOMEM;

	if (r == -ENOENT)
		return error_set(ret_error, r, DDA_ERROR_REFUSED, "the snapshot",
		                 "does not say which devices there are", NULL);
	if (r < 0 || names_note(&snapshot->names, inventory) < 0)
		return error_no_memory(ret_error);
	*ret = TAKE(inventory);
	return 0;
}

static int refuse(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return error_set(ret_error, -EROFS, DDA_ERROR_REFUSED, "the snapshot",
	                 "is only a copy of a host", "run dda on the host itself");
}

static int settle(struct dda_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	return refuse(host, step, ret_error);
}

static char *explain(const struct dda_host *host, const struct step *step)
{
	return explain_powershell(&((const struct snapshot_host *)host)->names, step);
}

static void close_host(struct dda_host *host)
{
	names_deinit(&((struct snapshot_host *)host)->names);
	json_decref(((struct snapshot_host *)host)->document);
	free(host);
}

static const struct host_operations operations = {
        .name = "hyperv",
        .can_change = can_change,
        .observe = observe,
        .test = refuse,
        .apply = refuse,
        .settle = settle,
        .explain = explain,
        .close = close_host,
};

int snapshot_host_open(json_t *document, struct dda_host **ret, struct dda_error **ret_error)
{
	struct snapshot_host *host = calloc(1, sizeof(*host));

	if (!host) {
		json_decref(document);
		return error_no_memory(ret_error);
	}
	host->host.operations = &operations;
	host->document = document;
	*ret = &host->host;
	return 0;
}
