/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"

static void put_notes(const json_t *notes, const char *title, FILE *out)
{
	const json_t *note;
	size_t i;

	if (json_array_size(notes) > 0)
		fprintf(out, "%s:\n", title);
	json_array_foreach(notes, i, note)
	{
		json_int_t count = json_integer_value(json_object_get(note, "count"));

		fprintf(out, "  %s", document_string(note, "what"));
		if (count > 1)
			fprintf(out, " (%lld)", (long long)count);
		fprintf(out, ": %s\n", document_string(note, "why"));
	}
}

int text_capture(const json_t *document, const struct view_style *style, FILE *out)
{
	_cleanup_free_ char *size =
	        text_size((uint64_t)json_integer_value(json_object_get(document, "bytes")));

	if (!size)
		return -ENOMEM;
	text_put(document_string(document, "file"), out);
	fprintf(out, _(": %s, %lld functions\n"), size,
	        (long long)json_integer_value(json_object_get(document, "functions")));
	put_notes(document_array(document, "unread"), _("could not be read"), out);
	put_notes(document_array(document, "removed"), _("taken out"), out);
	return 0;
}
