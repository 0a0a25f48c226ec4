/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/hyperv.h"

#include <errno.h>
#include <stdlib.h>

#include "host/hyperv/capture.h"
#include "host/hyperv/decode.h"
#include "host/hyperv/evidence.h"
#include "host/hyperv/explain.h"
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
	struct hyperv_live *live = &hyperv_of(host)->live;
	int r;

	wmi_about(live->wmi, NULL, NULL);
	r = evidence_read(live->wmi, want, &document, ret_error);

	if (r >= 0)
		r = decode(document, want, ret, ret_error);
	if (r >= 0 && names_note(&live->names, *ret) < 0)
		return error_no_memory(ret_error);
	return r;
}

static int test(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return act_test(&hyperv_of(host)->live, step, ret_error);
}

static int identify(struct dda_host *host, const struct identity *was, struct dda_error **ret_error)
{
	return names_identify(&hyperv_of(host)->live.names, was, ret_error);
}

static int apply(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return act_apply(&hyperv_of(host)->live, step, ret_error);
}

static int settle(struct dda_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	return act_settle(&hyperv_of(host)->live, step, deadline, ret_error);
}

static char *explain(const struct dda_host *host, const struct step *step)
{
	return explain_powershell(&((const struct hyperv *)host)->live.names, step);
}

static int capture(struct dda_host *host, unsigned flags, struct dda_snapshot *snapshot,
                   struct dda_error **ret_error)
{
	_cleanup_json_ json_t *document = NULL;
	struct hyperv_live *live = &hyperv_of(host)->live;
	int r;

	wmi_about(live->wmi, NULL, NULL);
	r = evidence_read(live->wmi, ~0u, &document, ret_error);
	return r < 0 ? r : hyperv_capture(document, flags, is_elevated(), snapshot, ret_error);
}

static void close_host(struct dda_host *host)
{
	live_deinit(&hyperv_of(host)->live);
	free(host);
}

static const struct host_operations operations = {
        .name = "hyperv",
        .can_change = can_change,
        .observe = observe,
        .test = test,
        .identify = identify,
        .apply = apply,
        .settle = settle,
        .explain = explain,
        .capture = capture,
        .close = close_host,
};

int hyperv_open(const char *name, struct dda_host **ret, struct dda_error **ret_error)
{
	_cleanup_free_ struct hyperv *host = calloc(1, sizeof(*host));
	int r;

	if (!host)
		return error_no_memory(ret_error);
	host->host.operations = &operations;
	r = wmi_open(name, &host->live.wmi, ret_error);
	if (r < 0)
		return r;
	*ret = &TAKE(host)->host;
	return 0;
}
