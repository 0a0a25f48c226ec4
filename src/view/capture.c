/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <dda/capture.h>

#include "view/document.h"

#include "base/translate.h"

static json_t *document_note(const struct dda_snapshot_note *note)
{
	json_t *object = json_object();

	document_put(&object, "what", json_string(_(note->what)));
	document_put(&object, "why", json_string(_(note->why)));
	document_put(&object, "count", json_integer((json_int_t)note->count));
	return object;
}

static json_t *document_notes(const struct dda_snapshot *snapshot, bool removed)
{
	const struct dda_snapshot_note *note;
	json_t *notes = json_array();

	for (size_t i = 0; (note = dda_snapshot_note(snapshot, i)); i++)
		if (removed == (note->removed != 0))
			document_append(&notes, document_note(note));
	return notes;
}

int view_capture(const struct dda_snapshot *snapshot, const char *file, json_t **ret,
                 struct dda_error **ret_error)
{
	json_t *document = document_new("capture");

	document_put(&document, "file", document_text(file));
	document_put(&document, "bytes", json_integer((json_int_t)dda_snapshot_size(snapshot)));
	document_put(&document, "functions",
	             json_integer((json_int_t)dda_snapshot_function_count(snapshot)));
	document_put(&document, "removed", document_notes(snapshot, true));
	document_put(&document, "unread", document_notes(snapshot, false));
	return document_finish(document, ret, ret_error);
}
