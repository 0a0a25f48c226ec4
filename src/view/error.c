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

json_t *view_error(enum dda_error_kind kind, const char *subject, const char *evidence,
                   const char *remedy)
{
	json_t *document = document_new("error");

	document_put(&document, "kind", document_text(kind_name(kind)));
	document_put(&document, "status", json_integer(kind));
	document_put(&document, "error",
	             json_pack("{so so so}", "subject", document_text(subject), "evidence",
	                       document_text(evidence), "remedy", document_text(remedy)));
	return document;
}

void view_write_error_json(const struct dda_error *error, FILE *out)
{
	_cleanup_document_ json_t *document =
	        error ? view_error(dda_error_kind(error), dda_error_subject(error),
	                           dda_error_evidence(error), dda_error_remedy(error))
	              : NULL;

	if (document)
		view_write_json(document, out);
	else /* there is no memory to make one */
		fputs("{\"schema\": \"dda.error/1\", \"kind\": \"failed\", \"status\": 3, "
		      "\"error\": "
		      "{\"subject\": \"dda\", \"evidence\": \"out of memory\", \"remedy\": "
		      "null}}\n",
		      out);
}
