/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/selector.h"

#include <errno.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "base/translate.h"
#include "model/location.h"

#define NAMED_MAX 16 /* cards that are named when several match */

enum selector_form { BY_LOCATION, BY_ADDRESS, BY_SLOT, BY_ID, BY_NAME };

struct selector {
	enum selector_form form;
	const char *text; /* location path in normal form, or glob */
	struct address address;
	uint64_t vendor_id, device_id;
};

void selection_deinit(struct selection *selection)
{
	free(selection->items);
}

static int parse_id(const char *text, struct selector *ret)
{
	const char *end;

	if (text_number(text, 16, 4, &end, &ret->vendor_id) < 0 || end - text != 4 || *end != ':')
		return -EINVAL;
	text = end + 1;
	if (text_number(text, 16, 4, &end, &ret->device_id) < 0 || end - text != 4 || *end != '\0')
		return -EINVAL;
	return 0;
}

static int selector_parse(struct arena *arena, const char *text, struct selector *ret)
{
	*ret = (struct selector){.text = text};
	if (location_looks_like(text)) {
		ret->form = BY_LOCATION;
		return location_normalize(arena, text, &ret->text);
	}
	ret->form = BY_ADDRESS;
	if (address_parse(text, &ret->address) == 0)
		return 0;
	ret->form = BY_SLOT;
	if (address_parse_slot(text, &ret->address) == 0)
		return 0;
	ret->form = BY_ID;
	if (parse_id(text, ret) == 0)
		return 0;
	ret->form = BY_NAME;
	return text_is_glob(text) ? 0 : -EINVAL;
}

/*
 * By the name of the card's first function: "Intel*" must not catch a GPU's audio function, nor a
 * pattern any bridge, which nobody can hand over.
 */
static bool name_matches(const struct dda_inventory *inventory, const char *glob,
                         const struct dda_function *function)
{
	char name[FUNCTION_NAME_MAX];

	if (card_main(inventory, &inventory->cards.items[function->card]) != function ||
	    function_is_bridge(function))
		return false;
	if (function->device_name && text_matches(glob, function->device_name))
		return true;
	return function_name(function, name, sizeof(name)) && text_matches(glob, name);
}

static bool id_matches(const struct selector *selector, const struct dda_function *function)
{
	return fact_is_present(function->vendor_id.fact) &&
	       fact_is_present(function->device_id.fact) &&
	       function->vendor_id.value == selector->vendor_id &&
	       function->device_id.value == selector->device_id;
}

static bool selector_matches(const struct dda_inventory *inventory, const struct selector *selector,
                             const struct dda_function *function)
{
	switch (selector->form) {
	case BY_LOCATION:
		return text_equal(selector->text, function->location_path);
	case BY_ADDRESS:
		return address_compare(selector->address, function->address) == 0;
	case BY_SLOT:
		return address_same_slot(selector->address, function->address);
	case BY_ID:
		return id_matches(selector, function);
	case BY_NAME:
		return name_matches(inventory, selector->text, function);
	}
	return false;
}

/* Of each card whether it is selected; a heap array, NULL without memory. */
static bool *selected(const struct dda_inventory *inventory, const struct selection *selection)
{
	bool *has = calloc(inventory->cards.count + 1, sizeof(*has));

	for (size_t i = 0; has && i < selection->count; i++)
		has[selection->items[i]] = true;
	return has;
}

static int add_card(struct selection *selection, bool *has, unsigned card)
{
	unsigned *item;

	if (has[card])
		return 0;
	item = ARRAY_ADD(selection);
	if (!item)
		return -ENOMEM;
	*item = card;
	has[card] = true;
	return 0;
}

static int find_cards(const struct dda_inventory *inventory, const struct selector *selector,
                      struct selection *found)
{
	_cleanup_free_ bool *has = selected(inventory, found);

	if (!has)
		return -ENOMEM;
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (selector_matches(inventory, selector, function) &&
		    add_card(found, has, function->card) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int add_all(struct selection *selection, const struct dda_inventory *inventory,
                   const struct selection *found)
{
	_cleanup_free_ bool *has = selected(inventory, selection);

	if (!has)
		return -ENOMEM;
	for (size_t i = 0; i < found->count; i++)
		if (add_card(selection, has, found->items[i]) < 0)
			return -ENOMEM;
	return 0;
}

static int refuse_ambiguous(const struct dda_inventory *inventory, const struct selection *found,
                            const char *text, struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *list = "";

	for (size_t i = 0; list && i < found->count && i < NAMED_MAX; i++) {
		const struct card *card = &inventory->cards.items[found->items[i]];
		const struct dda_function *function = card_main(inventory, card);

		list = arena_format(
		        &arena, "%s%s%s (%s)", list, i ? ", " : "", card_name(inventory, card).text,
		        function->location_path ? function->location_path : _("no location path"));
	}
	if (list && found->count > NAMED_MAX)
		list = arena_format(&arena, "%s and %u more", list,
		                    (unsigned)(found->count - NAMED_MAX));
	if (!list)
		return error_no_memory(ret_error);
	return error_setf(ret_error, -E2BIG, DDA_ERROR_REFUSED, text,
	                  "name the one you mean by its address or location path",
	                  "matches %u cards: %s", (unsigned)found->count, list);
}

static int refuse_form(const char *text, int r, struct dda_error **ret_error)
{
	if (r == -ENOMEM)
		return error_no_memory(ret_error);
	return error_set(
	        ret_error, -EINVAL, DDA_ERROR_USAGE, text, "is no device",
	        "give a location path (PCIROOT(0)#PCI(0300)#PCI(0000)), an address (01:00.0), "
	        "vendor:device (10de:1db1) or a quoted name pattern (\"NVIDIA*\")");
}

int selection_add(struct selection *selection, const struct dda_inventory *inventory,
                  const char *text, bool many, struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_(cleanup_selection) struct selection found = {0};
	struct selector selector;
	int r = selector_parse(&arena, text, &selector);

	if (r < 0)
		return refuse_form(text, r, ret_error);
	if (find_cards(inventory, &selector, &found) < 0)
		return error_no_memory(ret_error);
	if (found.count == 0)
		return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, text,
		                 "there is no such device on this host",
		                 "\"dda list\" shows the devices that are there");
	if (found.count > 1 && !many)
		return refuse_ambiguous(inventory, &found, text, ret_error);
	return add_all(selection, inventory, &found) < 0 ? error_no_memory(ret_error) : 0;
}

static bool means(const struct selector *selector, const struct identity *identity)
{
	switch (selector->form) {
	case BY_LOCATION:
		return text_equal(selector->text, identity->location_path);
	case BY_ADDRESS:
		return address_compare(selector->address, identity->address) == 0;
	case BY_SLOT:
		return address_same_slot(selector->address, identity->address);
	case BY_ID:
		return identity->vendor_id == (int64_t)selector->vendor_id &&
		       identity->device_id == (int64_t)selector->device_id;
	case BY_NAME:
		break;
	}
	return false;
}

int selector_means(const char *text, const struct identity *identity, struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct selector selector;
	int r = selector_parse(&arena, text, &selector);

	if (r < 0)
		return refuse_form(text, r, ret_error);
	if (selector.form == BY_NAME)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, text,
		                 "names of devices are not on record",
		                 "give an address, a location path or vendor:device");
	return means(&selector, identity);
}

int selector_exact_function(const struct dda_inventory *inventory, const char *text)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct selector selector;

	if (selector_parse(&arena, text, &selector) < 0 || selector.form > BY_ADDRESS)
		return -1;
	for (size_t i = 0; i < inventory->functions.count; i++)
		if (selector_matches(inventory, &selector, &inventory->functions.items[i]))
			return (int)i;
	return -1;
}
