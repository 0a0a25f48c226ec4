/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

/* What a card may be in, apart from simply being with the host. */
enum holding { WITH_HOST, ASSIGNMENT, HELD, STALE, HALF };

static const char *const holding_keys[] = {
        [ASSIGNMENT] = "assignments",
        [HELD] = "held",
        [STALE] = "stale",
        [HALF] = "half",
};

static const struct dda_function *function_of(const struct dda_inventory *inventory,
                                              const struct card *card, unsigned index)
{
	return &inventory->functions.items[card->functions[index]];
}

static bool agrees(const struct dda_inventory *inventory, const struct card *card)
{
	const struct dda_function *first = card_main(inventory, card);

	for (unsigned i = 1; i < card->count; i++) {
		const struct dda_function *other = function_of(inventory, card, i);

		if (other->state != first->state || other->vm != first->vm)
			return false;
	}
	return true;
}

static enum holding holding_of(const struct dda_inventory *inventory, const struct card *card)
{
	enum function_state state = card_main(inventory, card)->state;

	if (state == FUNCTION_MISSING)
		return STALE;
	if (!agrees(inventory, card))
		return HALF;
	if (state == FUNCTION_HOST)
		return WITH_HOST;
	return state == FUNCTION_DISABLED || state == FUNCTION_DISMOUNTED ? HELD : ASSIGNMENT;
}

static json_t *remedy_of(const struct dda_inventory *inventory, const struct card *card,
                         enum holding holding)
{
	struct address_text name = card_name(inventory, card);

	switch (holding) {
	case WITH_HOST:
	case ASSIGNMENT:
		break;
	case HELD:
	case HALF:
		if (!fact_is_known(inventory->vms_fact.fact))
			break; /* a VM that we don't see may have it */
		return json_sprintf("\"dda release %s\" gives it back to the host", name.text);
	case STALE:
		return json_sprintf("put the card back where it was, or give up the entry: "
		                    "\"dda release %s\"",
		                    name.text);
	}
	return json_null();
}

static json_t *card_functions(const struct dda_inventory *inventory, const struct card *card)
{
	json_t *functions = json_array();

	for (unsigned i = 0; i < card->count; i++)
		document_append(&functions,
		                document_device(inventory, function_of(inventory, card, i)));
	return functions;
}

static json_t *card_entry(const struct dda_inventory *inventory, const struct card *card,
                          enum holding holding)
{
	const struct dda_function *first = card_main(inventory, card);
	const struct vm *vm = first->vm < 0 ? NULL : &inventory->vms.items[first->vm];
	json_t *entry = json_object();

	document_put(&entry, "card", document_card(inventory, first->card));
	document_put(&entry, "location_path", document_text(first->location_path));
	document_put(&entry, "name", document_name(first));
	document_put(&entry, "vm", document_text(vm ? vm->name : NULL));
	document_put(&entry, "vm_state", document_text(vm ? vm_state_name(vm->state) : NULL));
	document_put(&entry, "state",
	             document_text(holding == HALF ? NULL : function_state_name(first->state)));
	document_put(&entry, "functions", card_functions(inventory, card));
	document_put(&entry, "remedy", remedy_of(inventory, card, holding));
	return entry;
}

static json_t *entries(const struct dda_inventory *inventory, enum holding holding)
{
	json_t *array = json_array();

	for (size_t i = 0; i < inventory->cards.count; i++) {
		const struct card *card = &inventory->cards.items[i];

		if (holding_of(inventory, card) == holding)
			document_append(&array, card_entry(inventory, card, holding));
	}
	return array;
}

int view_status(const struct dda_inventory *inventory, const struct dda_recovery *open,
                const struct dda_boot *boot, json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new("status");

	document_put(&document, "host", document_host(inventory, document_vms_findings(inventory)));
	for (int holding = ASSIGNMENT; holding <= HALF; holding++)
		document_put(&document, holding_keys[holding],
		             entries(inventory, (enum holding)holding));
	document_put(&document, "transactions",
	             open && inventory->live ? document_transactions(open) : json_null());
	document_put(&document, "stays",
	             boot && inventory->live ? document_stays(boot) : json_null());
	return document_finish(document, ret, ret_error);
}
