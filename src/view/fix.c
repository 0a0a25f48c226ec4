/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "plan/plan.h"
#include "base/translate.h"
#include "view/clean.h"
#include "view/document.h"

/* What "dda status --fix" does: one request after the other. */

bool view_status_fix(const json_t *document, size_t index, struct view_fix *ret)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(document_array(document, "entries"), i, entry)
	{
		const json_t *fix = json_object_get(entry, "fix");
		struct view_fix found = {
		        .device = document_string(fix, "device"),
		        .vm = document_string(fix, "vm"),
		        .command = document_string(fix, "command"),
		        .subject = document_string(entry, "subject"),
		        .evidence = document_string(entry, "evidence"),
		};

		if (!json_is_true(json_object_get(fix, "chosen")) ||
		    !verb_parse(document_string(fix, "verb"), &found.verb) || index-- > 0)
			continue;
		*ret = found;
		return true;
	}
	return false;
}

void view_write_fix(const struct view_fix *fix, FILE *out)
{
	text_put(fix->subject, out);
	fputs(": ", out);
	text_put(fix->evidence, out);
	fputs("\n  -> ", out);
	text_put(fix->command, out);
	fputc('\n', out);
}

int view_status_add_fix(json_t *fixes, const struct view_fix *fix, const json_t *answer,
                        const struct dda_error *error)
{
	json_t *object = json_object();

	document_put(&object, "subject", document_text(fix->subject));
	document_put(&object, "command", document_text(fix->command));
	document_put(&object, "answer", answer ? json_deep_copy(answer) : json_null());
	document_put(&object, "error", document_error(error));
	return object && json_array_append_new(fixes, object) == 0 ? 0 : -ENOMEM;
}
