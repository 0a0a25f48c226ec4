/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"

/* Functions of a card stand one after the other; the first one stands for the card. */
static bool begins_card(const json_t *devices, size_t index)
{
	return index == 0 ||
	       !text_equal(document_string(json_array_get(devices, index), "card"),
	                   document_string(json_array_get(devices, index - 1), "card"));
}

/* The state all functions of the card that begins there are in, or "half". */
static const char *card_state(const json_t *devices, size_t first)
{
	const char *state = document_string(json_array_get(devices, first), "state");

	for (size_t i = first + 1; i < json_array_size(devices) && !begins_card(devices, i); i++)
		if (!text_equal(document_string(json_array_get(devices, i), "state"), state))
			return "half";
	return state;
}

static int card_table(const json_t *devices, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "CARD"},
	        {.title = "LOCATION PATH"},
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE", .coloured = true},
	        {.title = "VERDICT", .coloured = true},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 5};
	const json_t *device;
	size_t i;

	json_array_foreach(devices, i, device)
	{
		if (!begins_card(devices, i))
			continue;
		table_add(&table, document_string(device, "card"));
		table_add(&table, document_string(device, "location_path"));
		table_add(&table, document_string(device, "name"));
		table_add(&table, card_state(devices, i));
		table_add(&table, document_string(device, "verdict"));
	}
	return table_print(&table, 0, style, out);
}

/* The findings of all cards in one list, so that a shared cause can be said once. */
static json_t *findings_of_cards(const json_t *devices)
{
	json_t *all = json_array();
	const json_t *device;
	size_t i;

	json_array_foreach(devices, i,
	                   device) if (begins_card(devices, i) &&
	                               json_array_extend(all, json_object_get(device, "findings")) <
	                                       0) document_append(&all, NULL);
	return all;
}

int text_survey(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *devices = document_array(document, "devices");
	const json_t *of_host = document_array(json_object_get(document, "host"), "findings");
	_cleanup_document_ json_t *of_cards = findings_of_cards(devices);

	if (!of_cards || card_table(devices, style, out) < 0)
		return -ENOMEM;
	if (json_array_size(devices) == 0)
		fputs("no devices but bridges\n", out);
	if (json_array_size(of_host) + json_array_size(of_cards))
		fputc('\n', out);
	if (text_findings(of_host, style, out) < 0)
		return -ENOMEM;
	return text_findings(of_cards, style, out);
}
