/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/hyperv.h"

#include <errno.h>
#include <stdlib.h>

#include "host/hyperv/decode.h"
#include "host/hyperv/evidence.h"
#include "host/hyperv/privilege.h"
#include "host/hyperv/snapshot.h"

static struct hyperv *hyperv_of(struct dda_host *host)
{
	return (struct hyperv *)host; /* it is the first member */
}

static bool can_change(const struct dda_host *host)
{
	return true;
}

static int decode(const json_t *document, unsigned want, struct dda_inventory **ret,
                  struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();

	if (!inventory || decode_snapshot(document, want, inventory) < 0)
		return error_no_memory(ret_error);
	inventory->live = true;
	inventory->privileged = is_elevated();
	*ret = TAKE(inventory);
	return 0;
}

static int observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                   struct dda_error **ret_error)
{
	_cleanup_json_ json_t *document = NULL;
	int r = evidence_read(hyperv_of(host)->wmi, want, &document, ret_error);

	return r < 0 ? r : decode(document, want, ret, ret_error);
}

/* Reading comes first; the changing half is not written yet. */
static int refuse(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return error_set(ret_error, -ENOTSUP, DDA_ERROR_REFUSED, "Hyper-V",
	                 "this dda only reads Hyper-V hosts, it can't change them yet",
	                 "use the cmdlets: Dismount-VMHostAssignableDevice, "
	                 "Add-VMAssignableDevice");
}

static int settle(struct dda_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	return refuse(host, step, ret_error);
}

static char *explain(const struct dda_host *host, const struct step *step)
{
	return calloc(1, 1); /* what a person would type on Hyper-V, dda can't say yet */
}

static void close_host(struct dda_host *host)
{
	wmi_close(hyperv_of(host)->wmi);
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

int hyperv_open(const char *name, struct dda_host **ret, struct dda_error **ret_error)
{
	_cleanup_free_ struct hyperv *host = calloc(1, sizeof(*host));
	int r;

	if (!host)
		return error_no_memory(ret_error);
	host->host.operations = &operations;
	r = wmi_open(name, &host->wmi, ret_error);
	if (r < 0)
		return r;
	*ret = &TAKE(host)->host;
	return 0;
}
