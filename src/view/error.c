/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

static const char *kind_name(enum dda_error_kind kind)
{
	switch (kind) {
	case DDA_ERROR_REFUSED:
		return "refused";
	case DDA_ERROR_USAGE:
		return "usage";
	case DDA_ERROR_FAILED:
		return "failed";
	case DDA_ERROR_LEFT:
		return "left-open";
	case DDA_ERROR_BUSY:
		return "busy";
	}
	return "failed";
}

static json_t *document_of(const struct dda_error *error)
{
	enum dda_error_kind kind = dda_error_kind(error);
	json_t *document = document_new("error");

	document_put(&document, "kind", document_text(kind_name(kind)));
	document_put(&document, "status", json_integer(kind));
	document_put(&document, "error", document_error(error));
	return document;
}

void view_write_error_json(const struct dda_error *error, FILE *out)
{
	_cleanup_document_ json_t *document = error ? document_of(error) : NULL;

	if (document)
		view_write_json(document, out);
	else /* there is no memory to make one */
		fputs("{\"schema\": \"dda.error/1\", \"kind\": \"failed\", \"status\": 3, "
		      "\"error\": "
		      "{\"subject\": \"dda\", \"evidence\": \"out of memory\", \"remedy\": "
		      "null}}\n",
		      out);
}
