/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/survey-cards.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

static bool has_code(const json_t *findings, const char *code)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		if (text_equal(document_string(finding, "code"), code))
			return true;
	}
	return false;
}

static bool has_class(const json_t *device, const char *base_class)
{
	const char *class = document_string(device, "class");

	return class && text_after(class, base_class);
}

static bool is_on_root_bus(const json_t *device)
{
	const char *path = document_string(device, "location_path");
	const char *step = path ? strchr(path, '#') : NULL;

	return step && !strchr(step + 1, '#');
}

/*
 * Processors have hundreds of functions for their own counters and controllers, as system
 * peripherals (08) and signal processing controllers (11) without a driver. As plugged-in cards
 * they would stand behind a port.
 */
static bool is_part(const json_t *device)
{
	bool peripheral = has_class(device, "08") || has_class(device, "11");

	return has_code(json_object_get(device, "findings"), "not-for-vms") ||
	       has_code(json_object_get(device, "findings"), "not-an-endpoint") ||
	       (peripheral && is_on_root_bus(device) && !document_string(device, "driver"));
}

static bool is_gpu(const json_t *device)
{
	return has_class(device, "03") || has_class(device, "12");
}

static enum card_kind kind_of(const json_t *device)
{
	if (is_part(device))
		return KIND_PART;
	if (json_is_true(json_object_get(device, "virtual_function")))
		return KIND_VIRTUAL;
	return is_gpu(device) ? KIND_GPU : KIND_DEVICE;
}

const char *survey_verdict(const json_t *device)
{
	static const struct {
		enum verdict verdict;
		const char *text;
	} texts[] = {
	        {VERDICT_ASSIGNABLE, "assignable"},
	        {VERDICT_WITH_WARNINGS, "with warnings"},
	        {VERDICT_NOT_ASSIGNABLE, "not assignable"},
	        {VERDICT_CANNOT_TELL, "cannot tell"},
	};
	const char *verdict = document_string(device, "verdict");

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (text_equal(verdict, verdict_name(texts[i].verdict)))
			return texts[i].text;
	return verdict;
}

static int add_card(struct survey_cards *cards, const json_t *device)
{
	struct survey_card *card = ARRAY_ADD(cards);

	if (!card)
		return -ENOMEM;
	*card = (struct survey_card){
	        .kind = kind_of(device),
	        .place = cards->count,
	        .device = device,
	        .state = document_string(device, "state"),
	        .findings = json_object_get(device, "findings"),
	        .verdict = survey_verdict(device),
	};
	return 0;
}

/* Functions of a card stand one after the other. */
static int read_function(struct survey_cards *cards, const json_t *device)
{
	struct survey_card *card = cards->count ? &cards->items[cards->count - 1] : NULL;

	if (!card ||
	    !text_equal(document_string(card->device, "card"), document_string(device, "card")))
		return add_card(cards, device);
	if (!text_equal(document_string(device, "state"), card->state))
		card->state = "half";
	if (card->kind == KIND_DEVICE && is_gpu(device))
		card->kind = KIND_GPU;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct survey_card *one = a, *other = b;

	if (one->kind != other->kind)
		return one->kind < other->kind ? -1 : 1;
	return one->place < other->place ? -1 : 1;
}

int survey_cards_read(const json_t *document, struct survey_cards *ret)
{
	const json_t *device;
	size_t i;

	json_array_foreach(document_array(document, "devices"), i, device)
	{
		if (read_function(ret, device) < 0)
			return -ENOMEM;
	}
	if (ret->count)
		qsort(ret->items, ret->count, sizeof(*ret->items), compare);
	for (i = 0; i < ret->count; i++)
		ret->parts += ret->items[i].kind == KIND_PART;
	return 0;
}
