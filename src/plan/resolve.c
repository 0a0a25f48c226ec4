/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <errno.h>
#include <string.h>

#include "rules/force.h"
#include "rules/scope.h"

static int usage(struct dda_error **ret_error, const struct draft *draft, const char *evidence,
                 const char *remedy)
{
	return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, dda_verb_name(draft->request->verb),
	                 evidence, remedy);
}

static int check_release(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;

	if ((request->device_count > 0) == (request->vm_count > 0) || request->vm_count > 1)
		return usage(ret_error, draft, "needs either devices or one VM",
		             "name the devices, or give --vm VM for all devices of that VM");
	return 0;
}

/* Requests about VMs alone. */
static int check_of_vms(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;

	if (request->device_count > 0)
		return usage(ret_error, draft, "takes no device", "name VMs alone");
	if (request->vm_count == 0)
		return usage(ret_error, draft, "no VM given", "name it");
	if (request->verb == DDA_SET && request->vm_count > 1)
		return usage(ret_error, draft, "more than one VM given", "name one");
	if (request->verb == DDA_SET && !request->settings.named)
		return usage(ret_error, draft, "no setting given", "name at least one");
	return 0;
}

static bool is_of_vms(const struct draft *draft)
{
	return draft->request->verb == DDA_START || draft->request->verb == DDA_SET;
}

/* The form of the request, before any look at the inventory. */
static int check_form(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;
	bool with_vm = request->verb == DDA_ASSIGN || request->verb == DDA_ADD ||
	               request->verb == DDA_REMOVE;

	if (request->spread && request->verb != DDA_ASSIGN)
		return usage(ret_error, draft, "can't spread", "only assign takes --spread");
	if (request->settings.named && request->verb != DDA_SET)
		return usage(ret_error, draft, "changes no setting", "only set does");
	if (is_of_vms(draft))
		return check_of_vms(draft, ret_error);
	if (request->verb == DDA_RELEASE)
		return check_release(draft, ret_error);
	if (request->device_count == 0)
		return usage(ret_error, draft, "no device given", "name at least one device");
	if (!with_vm && request->vm_count > 0)
		return usage(ret_error, draft, "takes no VM", "leave the VM out");
	if (with_vm && request->vm_count == 0)
		return usage(ret_error, draft, "no VM given", "name it with --vm VM");
	if (with_vm && !request->spread && request->vm_count > 1)
		return usage(ret_error, draft, "more than one VM given",
		             "name one VM, or use --spread for one card to each");
	return 0;
}

static int check_forced(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;
	struct words words = {0};

	if (request->forced_count > 0 && request->verb != DDA_ASSIGN &&
	    request->verb != DDA_DISMOUNT)
		return usage(ret_error, draft, "can't be forced",
		             "only assign and dismount take --force");
	for (const char *const *code = force_codes; *code; code++)
		words_add(&words, "%s", *code);
	for (size_t i = 0; i < request->forced_count; i++)
		if (!force_is_code(request->forced[i]))
			return error_setf(ret_error, -EINVAL, DDA_ERROR_USAGE, "--force",
			                  "\"dda help assign\" says what each means",
			                  "\"%s\" can't be forced, only these: %s",
			                  request->forced[i], words.text);
	return 0;
}

/* Index into draft->vms of that VM, which is added when it is new; -1 without memory. */
static int use_vm(struct draft *draft, const char *name, int index)
{
	struct intent_vm *vm;

	for (size_t i = 0; i < draft->vm_count; i++)
		if (index >= 0 ? draft->vms[i].index == index
		               : strcmp(draft->vms[i].name, name) == 0)
			return (int)i;
	vm = &draft->vms[draft->vm_count++];
	*vm = (struct intent_vm){.name = arena_text(&draft->plan->arena, name), .index = index};
	return vm->name ? (int)draft->vm_count - 1 : -1;
}

/* The same for a VM as a person names it: by name or UUID. */
static int use_named_vm(struct draft *draft, const char *name)
{
	const struct vm *vm = inventory_find_vm(draft->inventory, name);

	return vm ? use_vm(draft, vm->name, (int)(vm - draft->inventory->vms.items))
	          : use_vm(draft, name, -1);
}

static int select_devices(struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;
	bool many = request->spread || request->verb == DDA_RELEASE;

	for (size_t i = 0; i < request->device_count; i++) {
		int r = selection_add(&draft->plan->cards, draft->inventory, request->devices[i],
		                      many, ret_error);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Every card of which a function is in the VM's configuration. */
static int select_vm_cards(struct draft *draft, const char *name, struct dda_error **ret_error)
{
	const struct vm *vm = inventory_find_vm(draft->inventory, name);

	for (size_t i = 0; vm && i < vm->hostdevs.count; i++) {
		struct address_text address = address_format(vm->hostdevs.items[i].host);
		int r;

		if (inventory_find(draft->inventory, vm->hostdevs.items[i].host) < 0)
			continue;
		r = selection_add(&draft->plan->cards, draft->inventory, address.text, false,
		                  ret_error);
		if (r < 0)
			return r;
	}
	return 0;
}

static int refuse_spread(const struct draft *draft, struct dda_error **ret_error)
{
	const struct selection *cards = &draft->plan->cards;
	struct words found = {0}, given = {0};

	for (size_t i = 0; i < cards->count; i++) {
		const struct card *card = &draft->inventory->cards.items[cards->items[i]];

		words_add(&found, "%s", card_name(draft->inventory, card).text);
	}
	for (size_t i = 0; i < draft->request->vm_count; i++)
		words_add(&given, "%s", draft->request->vms[i]);
	return error_setf(ret_error, -EINVAL, DDA_ERROR_USAGE, "assign",
	                  "name as many VMs as there are cards; one several times only where each "
	                  "card is named by itself",
	                  "%u card%s (%s) can't be spread over %u VM%s (%s)", found.count,
	                  found.count == 1 ? "" : "s", found.text, given.count,
	                  given.count == 1 ? "" : "s", given.text);
}

/* The card that device number `device` of the request means; -1: several, or not even one that can
 * be told. */
static int card_of_device(const struct draft *draft, size_t device)
{
	_cleanup_(cleanup_selection) struct selection cards = {0};
	int r = selection_add(&cards, draft->inventory, draft->request->devices[device], false,
	                      NULL);

	for (size_t i = 0; r >= 0 && i < draft->plan->cards.count; i++)
		if (draft->plan->cards.items[i] == cards.items[0])
			return (int)i;
	return -1;
}

static int spread_pattern(struct draft *draft, struct dda_error **ret_error)
{
	if (draft->plan->cards.count != draft->request->vm_count)
		return refuse_spread(draft, ret_error);
	for (size_t i = 0; i < draft->request->vm_count; i++) {
		draft->card_vms[i] = use_named_vm(draft, draft->request->vms[i]);
		if (draft->card_vms[i] < 0)
			return error_no_memory(ret_error);
	}
	if (draft->vm_count != draft->request->vm_count)
		return refuse_spread(draft, ret_error);
	return 0;
}

static bool names_each_card(const struct draft *draft)
{
	const struct dda_request *request = draft->request;

	if (request->device_count != request->vm_count)
		return false;
	for (size_t i = 0; i < request->device_count; i++)
		if (card_of_device(draft, i) < 0)
			return false;
	return true;
}

/* Device number N to VM number N: so a VM may be named several times. */
static int spread_by_number(struct draft *draft, struct dda_error **ret_error)
{
	for (size_t i = 0; i < draft->request->device_count; i++) {
		int *to = &draft->card_vms[card_of_device(draft, i)];
		int vm = use_named_vm(draft, draft->request->vms[i]);

		if (vm < 0)
			return error_no_memory(ret_error);
		if (*to >= 0 && *to != vm)
			return refuse_spread(draft, ret_error);
		*to = vm;
	}
	return 0;
}

static int spread(struct draft *draft, struct dda_error **ret_error)
{
	return names_each_card(draft) ? spread_by_number(draft, ret_error)
	                              : spread_pattern(draft, ret_error);
}

static int all_to_one(struct draft *draft, struct dda_error **ret_error)
{
	int vm = use_named_vm(draft, draft->request->vms[0]);

	if (vm < 0)
		return error_no_memory(ret_error);
	for (size_t i = 0; i < draft->plan->cards.count; i++)
		draft->card_vms[i] = vm;
	return 0;
}

static bool has_card(const struct draft *draft, const struct intent_vm *of, size_t number)
{
	const struct dda_inventory *inventory = draft->inventory;
	const struct card *card = &inventory->cards.items[draft->plan->cards.items[number]];
	const struct dda_function *function;

	for_each_function (function, inventory, card)
		if (of->index >= 0 &&
		    vm_find_hostdev(&inventory->vms.items[of->index], function->address))
			return true;
	return false;
}

/* Notes every VM that has functions of the card; the first is the one the card comes from. */
static int find_holders(struct draft *draft, size_t number)
{
	const struct dda_inventory *inventory = draft->inventory;
	const struct card *card = &inventory->cards.items[draft->plan->cards.items[number]];
	const struct dda_function *function;

	for_each_function (function, inventory, card) {
		for (size_t i = 0; i < inventory->vms.count; i++) {
			const struct vm *vm = &inventory->vms.items[i];
			int at;

			if (!vm_find_hostdev(vm, function->address))
				continue;
			at = use_vm(draft, vm->name, (int)i);
			if (at < 0)
				return -ENOMEM;
			if (draft->card_vms[number] < 0)
				draft->card_vms[number] = at;
		}
	}
	return 0;
}

static int from_holders(struct draft *draft, struct dda_error **ret_error)
{
	for (size_t i = 0; i < draft->plan->cards.count; i++)
		if (find_holders(draft, i) < 0)
			return error_no_memory(ret_error);
	return 0;
}

/* A release takes a VM's cards, a start needs them. */
static int select_cards(struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;
	bool by_vm = request->verb == DDA_START ||
	             (request->verb == DDA_RELEASE && request->vm_count > 0);
	int r = by_vm ? 0 : select_devices(draft, ret_error);

	for (size_t i = 0; by_vm && r >= 0 && i < request->vm_count; i++)
		r = select_vm_cards(draft, request->vms[i], ret_error);
	return r;
}

/* Each VM that is named, with the cards that it has. */
static int to_their_vms(struct draft *draft, struct dda_error **ret_error)
{
	for (size_t i = 0; i < draft->request->vm_count; i++)
		if (use_named_vm(draft, draft->request->vms[i]) < 0)
			return error_no_memory(ret_error);
	for (size_t i = 0; i < draft->plan->cards.count; i++)
		for (size_t vm = draft->vm_count; vm-- > 0;)
			if (has_card(draft, &draft->vms[vm], i))
				draft->card_vms[i] = (int)vm;
	return 0;
}

static int make_room(struct draft *draft)
{
	struct arena *arena = &draft->plan->arena;
	size_t cards = draft->plan->cards.count + 1;
	size_t vms = draft->inventory->vms.count + draft->request->vm_count + 1;

	draft->vms = arena_zeroed(arena, vms * sizeof(*draft->vms));
	draft->card_vms = arena_zeroed(arena, cards * sizeof(*draft->card_vms));
	draft->ports = arena_zeroed(arena, cards * sizeof(*draft->ports));
	draft->needs_ports = arena_zeroed(arena, cards * sizeof(*draft->needs_ports));
	if (!draft->vms || !draft->card_vms || !draft->ports || !draft->needs_ports)
		return -ENOMEM;
	for (size_t i = 0; i < cards; i++)
		draft->card_vms[i] = -1;
	return 0;
}

int draft_resolve(struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;
	int r = check_form(draft, ret_error);

	if (r >= 0)
		r = check_forced(draft, ret_error);
	if (r >= 0)
		r = select_cards(draft, ret_error);
	if (r < 0)
		return r;
	if (make_room(draft) < 0)
		return error_no_memory(ret_error);
	if (request->spread)
		return spread(draft, ret_error);
	if (request->verb == DDA_START)
		return to_their_vms(draft, ret_error);
	if (request->vm_count > 0)
		return all_to_one(draft, ret_error);
	if (request->verb == DDA_RELEASE)
		return from_holders(draft, ret_error);
	return 0;
}
