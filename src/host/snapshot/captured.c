/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/snapshot/captured.h"

#include <errno.h>

#include "base/array.h"
#include "host/snapshot/snapshot.h"

int captured_note(struct dda_snapshot *snapshot, struct dda_snapshot_note note)
{
	struct dda_snapshot_note *item = note.count ? ARRAY_ADD(&snapshot->notes) : NULL;

	if (item)
		*item = note;
	return item || !note.count ? 0 : -ENOMEM;
}

int captured_describe(json_t *document, struct captured_origin origin)
{
	json_t *about = json_pack("{s:s, s:b, s:b, s:b}", "dda", DDA_VERSION, "live", origin.live,
	                          "root", origin.root, "redacted", origin.redacted);
	int r = about ? json_object_update(document, about) : -1;

	json_decref(about);
	return r < 0 ? -ENOMEM : 0;
}

int captured_pack(struct dda_snapshot *snapshot, const json_t *document,
                  struct dda_error **ret_error)
{
	return snapshot_pack(document, &snapshot->bytes, &snapshot->size) < 0
	               ? error_no_memory(ret_error)
	               : 0;
}

void dda_snapshot_free(struct dda_snapshot *snapshot)
{
	if (!snapshot)
		return;
	free(snapshot->bytes);
	free(snapshot->notes.items);
	free(snapshot);
}

const void *dda_snapshot_bytes(const struct dda_snapshot *snapshot)
{
	return snapshot->bytes;
}

size_t dda_snapshot_size(const struct dda_snapshot *snapshot)
{
	return snapshot->size;
}

size_t dda_snapshot_function_count(const struct dda_snapshot *snapshot)
{
	return snapshot->functions;
}

const struct dda_snapshot_note *dda_snapshot_note(const struct dda_snapshot *snapshot, size_t index)
{
	return index < snapshot->notes.count ? &snapshot->notes.items[index] : NULL;
}
