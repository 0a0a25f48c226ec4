/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/translate.h"

static json_t *text_of_ascii(const char *text)
{
	_cleanup_free_ char *copy = strdup(text);

	if (!copy)
		return NULL;
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	return json_string(copy);
}

json_t *document_text(const char *text)
{
	json_t *string;

	if (!text)
		return json_null();
	string = json_string(text);
	return string ? string : text_of_ascii(text);
}

json_t *document_fact_text(const struct fact_text *text)
{
	return document_text(fact_is_present(text->fact) ? text->value : NULL);
}

json_t *document_fact_number(const struct fact_number *number)
{
	return fact_is_present(number->fact) ? json_integer((json_int_t)number->value)
	                                     : json_null();
}

json_t *document_fact_hex(const struct fact_number *number, int digits)
{
	return fact_is_present(number->fact) ? json_sprintf("%0*" PRIx64, digits, number->value)
	                                     : json_null();
}

static const char *fact_state_word(struct fact fact)
{
	switch ((enum fact_state)fact.state) {
	case FACT_NOT_ASKED:
		return "not-asked";
	case FACT_UNKNOWN:
		return "unknown";
	case FACT_KNOWN:
		break;
	}
	return fact.present ? "known" : "absent";
}

json_t *document_fact(struct fact fact, json_t *value)
{
	if (!fact_is_present(fact)) {
		json_decref(value);
		value = json_null();
	}
	return json_pack(
	        "{so so so so}", "value", value, "state", document_text(fact_state_word(fact)),
	        "source", document_text(fact.source), "error",
	        document_text(fact.state == FACT_UNKNOWN ? error_number_text(fact.error) : NULL));
}

static void drop(json_t **whole)
{
	json_decref(*whole);
	*whole = NULL;
}

void document_put(json_t **object, const char *key, json_t *value)
{
	if (json_object_set_new(*object, key, value) < 0)
		drop(object);
}

void document_append(json_t **array, json_t *value)
{
	if (json_array_append_new(*array, value) < 0)
		drop(array);
}

json_t *document_new(const char *noun)
{
	return json_pack("{so}", "schema", json_sprintf("dda.%s/1", noun));
}

int document_finish(json_t *document, json_t **ret, struct dda_error **ret_error)
{
	*ret = document;
	return document ? 0 : error_no_memory(ret_error);
}

json_t *document_error(const struct dda_error *error)
{
	if (!error)
		return json_null();
	return json_pack("{so so so}", "subject", document_text(dda_error_subject(error)),
	                 "evidence", document_text(dda_error_evidence(error)), "remedy",
	                 document_text(dda_error_remedy(error)));
}

const char *document_string(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

const json_t *document_array(const json_t *object, const char *key)
{
	const json_t *array = json_object_get(object, key);

	return json_is_array(array) ? array : NULL;
}
