/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"
#include "exec/recover.h"
#include "model/selector.h"

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
		return json_sprintf(_("\"dda release %s\" gives it back to the host"), name.text);
	case STALE:
		return json_sprintf(_("put the card back where it was, or give up the entry: "
		                      "\"dda release %s\""),
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

/* Whose entries are to be put right. */
struct choice {
	const struct view_status *status;
	struct selection cards;
};

static void cleanup_choice(struct choice *choice)
{
	selection_deinit(&choice->cards);
}

static int choose(struct choice *choice, struct dda_error **ret_error)
{
	const struct view_status *status = choice->status;

	for (size_t i = 0; !status->again && i < status->vms.count; i++)
		if (!inventory_find_vm(status->inventory, status->vms.items[i]))
			return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED,
			                 status->vms.items[i], "there is no such VM",
			                 "\"dda vms\" shows the VMs that are there");
	for (size_t i = 0; i < status->devices.count; i++) {
		_cleanup_error_ struct dda_error *error = NULL;
		int r = selection_add(&choice->cards, status->inventory, status->devices.items[i],
		                      true, &error);

		if (r == -ENOMEM || (r < 0 && !status->again)) {
			*ret_error = TAKE(error);
			return r;
		}
	}
	return 0;
}

static bool is_named(const struct choice *choice, const struct finding *finding)
{
	const struct view_status *status = choice->status;

	for (size_t i = 0; i < choice->cards.count; i++)
		if ((int)choice->cards.items[i] == finding->card)
			return true;
	for (size_t i = 0; finding->vm >= 0 && i < status->vms.count; i++)
		if (inventory_find_vm(status->inventory, status->vms.items[i]) ==
		    &status->inventory->vms.items[finding->vm])
			return true;
	return false;
}

static bool is_chosen(const struct choice *choice, const struct finding *finding)
{
	if (choice->status->devices.count + choice->status->vms.count > 0)
		return is_named(choice, finding);
	return !finding->fix.only_asked;
}

static json_t *fix_of(const struct choice *choice, const struct finding *finding)
{
	const struct finding_fix *fix = &finding->fix;
	json_t *object = json_object();

	if (!fix->known) {
		json_decref(object);
		return json_null();
	}
	document_put(&object, "command", document_text(finding->remedy));
	document_put(&object, "verb", document_text(dda_verb_name(fix->verb)));
	document_put(&object, "device", document_text(fix->device));
	document_put(&object, "vm", document_text(fix->vm));
	document_put(&object, "only_when_named", json_boolean(fix->only_asked));
	document_put(&object, "chosen", json_boolean(is_chosen(choice, finding)));
	return object;
}

/* The remedy for people: what to type. */
static json_t *how_to_fix(const struct finding *finding)
{
	if (!finding->fix.known || !finding->remedy)
		return document_text(finding->remedy);
	return json_sprintf(finding->fix.only_asked ? _("%s, unless it is meant so")
	                                            : _("dda status --fix, or: %s"),
	                    finding->remedy);
}

static json_t *stale_entry(const struct choice *choice, const struct finding *finding)
{
	const struct dda_inventory *inventory = choice->status->inventory;
	json_t *object = document_finding(finding);

	document_put(&object, "remedy", how_to_fix(finding));
	document_put(&object, "card",
	             finding->card < 0 ? json_null()
	                               : document_card(inventory, (unsigned)finding->card));
	document_put(
	        &object, "vm",
	        document_text(finding->vm < 0 ? NULL : inventory->vms.items[finding->vm].name));
	document_put(&object, "fix", fix_of(choice, finding));
	return object;
}

static bool is_about_card(const struct dda_plan *plan, const struct dda_inventory *inventory,
                          int card)
{
	for (size_t i = 0; card >= 0 && i < plan->identities.count; i++) {
		int at = inventory_find(inventory, plan->identities.items[i].address);

		if (at >= 0 && (int)inventory->functions.items[at].card == card)
			return true;
	}
	return false;
}

static bool is_about_vm(const struct dda_plan *plan, const struct dda_inventory *inventory, int vm)
{
	for (size_t i = 0; vm >= 0 && i < plan->count; i++)
		if (text_equal(plan->items[i].step.vm, inventory->vms.items[vm].name))
			return true;
	return false;
}

/* A transaction is on its way with it, or was: what that leaves is told of when it is ended. */
static bool is_under_way(const struct view_status *status, const struct finding *finding)
{
	for (size_t i = 0; status->open && i < status->open->transactions.count; i++) {
		const struct dda_plan *plan = status->open->transactions.items[i].transaction->plan;

		if (is_about_card(plan, status->inventory, finding->card) ||
		    is_about_vm(plan, status->inventory, finding->vm))
			return true;
	}
	return false;
}

static json_t *stale_entries(const struct choice *choice)
{
	_cleanup_(cleanup_findings) struct findings findings = {0};
	json_t *array = json_array();

	rules_check_stale(choice->status->inventory, &findings);
	for (size_t i = 0; i < findings.count; i++)
		if (!is_under_way(choice->status, &findings.items[i]))
			document_append(&array, stale_entry(choice, &findings.items[i]));
	if (findings.out_of_memory)
		document_append(&array, NULL);
	return array;
}

int view_status(const struct view_status *status, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_(cleanup_choice) struct choice choice = {.status = status};
	const struct dda_inventory *inventory = status->inventory;
	json_t *document;
	int r = choose(&choice, ret_error);

	if (r < 0)
		return r;
	document = document_new("status");
	document_put(&document, "host", document_host(inventory, document_vms_findings(inventory)));
	for (int holding = ASSIGNMENT; holding <= HALF; holding++)
		document_put(&document, holding_keys[holding],
		             entries(inventory, (enum holding)holding));
	document_put(&document, "entries", stale_entries(&choice));
	document_put(&document, "transactions",
	             status->open && inventory->live ? document_transactions(status->open)
	                                             : json_null());
	document_put(&document, "stays",
	             status->boot && inventory->live ? document_stays(status->boot) : json_null());
	return document_finish(document, ret, ret_error);
}
