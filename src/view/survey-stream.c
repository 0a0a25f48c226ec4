/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/survey.h"

#include <errno.h>

#include "base/translate.h"
#include "view/json.h"
#include "view/text.h"

static int write_device(void *stream, json_t *device)
{
	json_stream_item(stream, device);
	return 0;
}

int view_survey_json(const struct view_survey *of, FILE *out, struct dda_error **ret_error)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};
	_cleanup_(cleanup_survey) struct survey survey = {.of = of};
	_cleanup_document_ json_t *document = document_new("survey"), *host = NULL;
	struct json_stream stream = {.out = out};
	int r = survey_select_all(of->inventory, &selection, ret_error);

	if (r < 0)
		return r;
	json_stream_member(&stream, "schema", json_object_get(document, "schema"));
	json_stream_array(&stream, "devices");
	r = survey_tell(&survey, &selection, write_device, &stream, ret_error);
	if (r >= 0)
		r = survey_host(&survey, &host, ret_error);
	if (r < 0)
		return r;
	json_stream_array_end(&stream);
	json_stream_member(&stream, "host", host);
	json_stream_member(&stream, "all", json_true());
	return json_stream_end(&stream) < 0 ? error_no_memory(ret_error) : 0;
}

static int read_device(void *cards, json_t *device)
{
	return survey_cards_add(cards, device);
}

int view_survey_text(const struct view_survey *of, const struct view_style *style, FILE *out,
                     struct dda_error **ret_error)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};
	_cleanup_(cleanup_survey) struct survey survey = {.of = of};
	_cleanup_(survey_cards_deinit) struct survey_cards cards = {0};
	_cleanup_document_ json_t *host = NULL;
	int r = survey_select_all(of->inventory, &selection, ret_error);

	if (r >= 0)
		r = survey_tell(&survey, &selection, read_device, &cards, ret_error);
	if (r >= 0)
		r = survey_host(&survey, &host, ret_error);
	if (r < 0)
		return r;
	if (text_survey_cards(host, true, &cards, style, out) < 0)
		return error_no_memory(ret_error);
	return 0;
}
