/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/capture.h"

#include <errno.h>

#include "host/hyperv/decode.h"
#include "host/hyperv/redact.h"
#include "host/hyperv/snapshot.h"

static int note_removed(struct dda_snapshot *snapshot, const struct hyperv_redacted *redacted)
{
	const struct dda_snapshot_note notes[] = {
	        {1, "the host's name", "it tells whose host it is", redacted->names},
	        {1, "serial numbers in ids of devices", "they tell one device from all others",
	         redacted->serials},
	        {1, "network addresses", "they tell whose host it is", redacted->addresses},
	        {1, "settings and notes of VMs",
	         "they say nothing of devices, and some are serial numbers", redacted->settings},
	};
	int r = 0;

	for (size_t i = 0; r >= 0 && i < sizeof(notes) / sizeof(notes[0]); i++)
		r = captured_note(snapshot, notes[i]);
	return r;
}

/* Questions that the host did not answer. */
static int note_unread(struct dda_snapshot *snapshot, const json_t *evidence)
{
	struct dda_snapshot_note note = {0, "answers of WMI",
	                                 "the host refused them, or does not know the question", 0};
	const char *space;
	json_t *failures;

	json_object_foreach(json_object_get((json_t *)evidence, "errors"), space, failures)
	        note.count += json_object_size(failures);
	return captured_note(snapshot, note);
}

static int count_functions(const json_t *evidence, struct dda_snapshot *snapshot)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();

	if (!inventory || decode_snapshot(evidence, 0, inventory) == -ENOMEM)
		return -ENOMEM;
	snapshot->functions = inventory->functions.count;
	return 0;
}

int hyperv_capture(json_t *evidence, unsigned flags, bool root, struct dda_snapshot *snapshot,
                   struct dda_error **ret_error)
{
	_cleanup_json_ json_t *document = json_incref(evidence);
	struct captured_origin origin = {
	        .live = true, .root = root, .redacted = !(flags & DDA_CAPTURE_UNREDACTED)};
	struct hyperv_redacted redacted = {0};

	if (captured_describe(document, origin) < 0 || count_functions(document, snapshot) < 0)
		return error_no_memory(ret_error);
	if (origin.redacted) {
		json_decref(document);
		document = NULL;
		if (hyperv_redact(evidence, &document, &redacted) < 0)
			return error_no_memory(ret_error);
	}
	if (note_unread(snapshot, evidence) < 0 || note_removed(snapshot, &redacted) < 0)
		return error_no_memory(ret_error);
	return captured_pack(snapshot, document, ret_error);
}
