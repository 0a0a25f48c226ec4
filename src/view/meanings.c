/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/meanings.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"
#include "rules/force.h"
#include "view/document.h"

const struct meaning *meaning_find(const char *code)
{
	for (const struct meaning *row = meanings; row->code; row++)
		if (text_equal(row->code, code))
			return row;
	return NULL;
}

static json_t *meaning_document(const struct meaning *row)
{
	return json_pack("{ss ss ss ss ss sb}", "code", row->code, "severity", _(row->severity),
	                 "meaning", _(row->meaning), "remedy", _(row->remedy), "topic",
	                 _(meaning_topics[row->topic].title), "forcible", force_is_code(row->code));
}

static json_t *topics_document(void)
{
	json_t *topics = json_array();

	for (const struct meaning_topic *topic = meaning_topics; topic->title; topic++)
		document_append(&topics, json_pack("{ss ss}", "title", _(topic->title), "text",
		                                   _(topic->text)));
	return topics;
}

static int find_all(const char *const *codes, size_t count, json_t **rows,
                    struct dda_error **ret_error)
{
	for (size_t i = 0; i < count; i++) {
		const struct meaning *row = meaning_find(codes[i]);

		if (!row)
			return error_set(ret_error, -ENOENT, DDA_ERROR_USAGE, codes[i],
			                 "there is no such code",
			                 "\"dda help findings\" lists them");
		document_append(rows, meaning_document(row));
	}
	return 0;
}

int view_meanings(const char *const *codes, size_t count, json_t **ret,
                  struct dda_error **ret_error)
{
	json_t *document = document_new("findings"), *rows = json_array();
	int r = find_all(codes, count, &rows, ret_error);

	for (const struct meaning *row = meanings; !codes && row->code; row++)
		document_append(&rows, meaning_document(row));
	document_put(&document, "all", json_boolean(!codes));
	document_put(&document, "topics", codes ? json_array() : topics_document());
	document_put(&document, "codes", rows);
	if (r < 0) {
		json_decref(document);
		return r;
	}
	return document_finish(document, ret, ret_error);
}
