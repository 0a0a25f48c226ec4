/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include <errno.h>

#include "host/linux/linux.h"
#include "host/linux/redact.h"
#include "host/snapshot/snapshot.h"

/* Without names: their database is not what is looked at. */
#define WANT (~(unsigned)DDA_WANT_NAMES)

static void check(const struct dda_inventory *inventory)
{
	MUST(!inventory->live);
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];
		int up = (int)i, steps = 0;

		MUST(!fact_is_present(function->driver.fact) || function->driver.value);
		for (; up >= 0; up = inventory->functions.items[up].parent)
			MUST(steps++ <= (int)inventory->functions.count);
	}
	for (size_t i = 0; i < inventory->vms.count; i++)
		MUST(inventory->vms.items[i].name);
	MUST(inventory->vms_fact.fact.state != FACT_UNKNOWN || inventory->vms_fact.value);
}

/* Takes the document over. */
static void observe(json_t *document)
{
	_cleanup_error_ struct dda_error *error = NULL;
	struct dda_inventory *inventory;
	struct dda_host *host;

	MUST(linux_open_snapshot(document, &host, &error) == 0);
	MUST(!host->operations->can_change(host));
	if (dda_host_observe(host, WANT, &inventory, &error) == 0) {
		check(inventory);
		dda_inventory_free(inventory);
	} else {
		MUST(error);
	}
	dda_host_close(host);
}

/* Any JSON there is: not only what our own program writes; and once more after what it takes out.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = copy_of(data, size), buffer[JSON_ERROR_TEXT_LENGTH];
	struct redacted redacted;
	const char *why = NULL;
	json_t *document;
	int r = snapshot_parse(text, size, &document, buffer, sizeof(buffer), &why);

	MUST(r == 0 || ((r == -EINVAL || r == -E2BIG) && why));
	if (r == 0) {
		observe(json_incref(document));
		MUST(redact(document, &redacted) == 0);
		observe(document);
	}
	free(text);
	return 0;
}
