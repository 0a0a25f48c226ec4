/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/inventory.h"

#include <errno.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/text.h"
#include "model/card.h"
#include "model/group.h"
#include "model/slot.h"

struct dda_inventory *inventory_new(void)
{
	return calloc(1, sizeof(struct dda_inventory));
}

void dda_inventory_free(struct dda_inventory *inventory)
{
	if (!inventory)
		return;
	for (size_t i = 0; i < inventory->vms.count; i++)
		vm_deinit(&inventory->vms.items[i]);
	free(inventory->vms.items);
	free(inventory->cards.items);
	for (size_t i = 0; i < inventory->functions.count; i++) {
		free(inventory->functions.items[i].holders.items);
		free(inventory->functions.items[i].opened.items);
	}
	free(inventory->functions.items);
	arena_free(&inventory->arena);
	free(inventory);
}

static int detail(struct dda_inventory *inventory, struct dda_function *function)
{
	function->details = arena_zeroed(&inventory->arena, sizeof(*function->details));
	return function->details ? 0 : -ENOMEM;
}

struct dda_function *inventory_add(struct dda_inventory *inventory, bool details)
{
	struct dda_function *function = ARRAY_ADD(&inventory->functions);

	if (!function)
		return NULL;
	function->details = (struct function_details *)&function_not_asked;
	return details && detail(inventory, function) < 0 ? NULL : function;
}

static void forget_described(struct dda_inventory *inventory)
{
	for_each_described (function, inventory) {
		if (function == &inventory->functions.items[inventory->unread.functions])
			unread_note_function(&inventory->unread, function);
		function->details = (struct function_details *)&function_not_asked;
	}
	if (inventory->described.count)
		arena_release(&inventory->arena, inventory->described.before);
	inventory->described.count = 0;
}

int inventory_describe(struct dda_inventory *inventory, size_t first, size_t count)
{
	forget_described(inventory);
	inventory->described.before = arena_mark(&inventory->arena);
	inventory->described.first = first;
	for (; inventory->described.count < count; inventory->described.count++)
		if (detail(inventory,
		           &inventory->functions.items[first + inventory->described.count]) < 0)
			return -ENOMEM;
	return 0;
}

const char *platform_name(enum platform platform)
{
	return platform == PLATFORM_HYPERV ? "hyperv" : "linux";
}

static int compare_functions(const void *a, const void *b)
{
	return address_compare(((const struct dda_function *)a)->address,
	                       ((const struct dda_function *)b)->address);
}

static int compare_vms(const void *a, const void *b)
{
	return strcmp(((const struct vm *)a)->name, ((const struct vm *)b)->name);
}

static void sort_functions(struct dda_inventory *inventory)
{
	if (inventory->functions.count)
		qsort(inventory->functions.items, inventory->functions.count,
		      sizeof(struct dda_function), compare_functions);
}

static void sort_vms(struct dda_inventory *inventory)
{
	if (inventory->vms.count)
		qsort(inventory->vms.items, inventory->vms.count, sizeof(struct vm), compare_vms);
}

/* Index of the first function, of the first `count`, that is not before that address. */
static size_t lower_bound(const struct dda_inventory *inventory, size_t count,
                          struct address address)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (address_compare(inventory->functions.items[middle].address, address) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int find(const struct dda_inventory *inventory, size_t count, struct address address)
{
	size_t at = lower_bound(inventory, count, address);

	if (at == count || address_compare(inventory->functions.items[at].address, address) != 0)
		return -1;
	return (int)at;
}

int inventory_find(const struct dda_inventory *inventory, struct address address)
{
	return find(inventory, inventory->functions.count, address);
}

const struct dda_function *inventory_find_place(const struct dda_inventory *inventory,
                                                const char *location)
{
	for (size_t i = 0; location && i < inventory->functions.count; i++)
		if (text_equal(inventory->functions.items[i].location_path, location))
			return &inventory->functions.items[i];
	return NULL;
}

int inventory_physical(const struct dda_inventory *inventory, const struct dda_function *function)
{
	const struct address unknown = {0};

	if (!fact_is_present(function->physical_function) ||
	    address_compare(function->physical, unknown) == 0)
		return -1;
	return inventory_find(inventory, function->physical);
}

size_t inventory_bus(const struct dda_inventory *inventory, struct address address,
                     size_t *ret_first)
{
	size_t count = inventory->functions.count, end;

	address.device = address.function = 0;
	*ret_first = end = lower_bound(inventory, count, address);
	while (end < count && inventory->functions.items[end].address.domain == address.domain &&
	       inventory->functions.items[end].address.bus == address.bus)
		end++;
	return end - *ret_first;
}

/* Function number `index` begins what is below a root bus. */
static bool begins_root(const struct dda_inventory *inventory, size_t index)
{
	const struct dda_function *items = inventory->functions.items;

	return index == 0 ||
	       (items[index].parent < 0 && !fact_is_present(items[index].physical_function) &&
	        (items[index - 1].parent >= 0 ||
	         items[index - 1].address.domain != items[index].address.domain ||
	         items[index - 1].address.bus != items[index].address.bus));
}

size_t inventory_root_bus(const struct dda_inventory *inventory, size_t index, size_t *ret_first)
{
	size_t first = index, end = index + 1;

	while (!begins_root(inventory, first))
		first--;
	while (end < inventory->functions.count && !begins_root(inventory, end))
		end++;
	*ret_first = first;
	return end - first;
}

/* At its place, whatever its address. */
static bool is_there(const struct hostdev *hostdev, const struct dda_function *function)
{
	return hostdev->was_id && hostdev->was_at && hostdev->was_id == dda_function_id(function) &&
	       text_equal(hostdev->was_at, function->location_path);
}

bool hostdev_is_for(const struct hostdev *hostdev, const struct dda_function *function)
{
	unsigned long id = dda_function_id(function);

	if (!hostdev->was_id || !id)
		return true;
	return hostdev->was_id == id && (!hostdev->was_at || !function->location_path ||
	                                 text_equal(hostdev->was_at, function->location_path));
}

const struct dda_function *inventory_find_moved(const struct dda_inventory *inventory,
                                                const struct hostdev *hostdev)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (is_there(hostdev, function))
			return address_compare(function->address, hostdev->host) == 0 ? NULL
			                                                              : function;
	}
	return NULL;
}

const struct hostdev *vm_find_moved(const struct vm *vm, const struct dda_function *function)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (is_there(&vm->hostdevs.items[i], function) &&
		    address_compare(vm->hostdevs.items[i].host, function->address) != 0)
			return &vm->hostdevs.items[i];
	return NULL;
}

const struct vm *inventory_find_vm(const struct dda_inventory *inventory, const char *name)
{
	for (size_t i = 0; i < inventory->vms.count; i++) {
		const struct vm *vm = &inventory->vms.items[i];

		if (text_equal(vm->name, name) || text_equal(vm->uuid, name))
			return vm;
	}
	return NULL;
}

static int add_missing(struct dda_inventory *inventory, struct address address)
{
	struct dda_function *function = inventory_add(inventory, true);

	if (!function)
		return -ENOMEM;
	function->address = function->upstream = address;
	function->state = FUNCTION_MISSING;
	return 0;
}

/* Two VMs may name the same one. */
static void drop_twice(struct dda_inventory *inventory)
{
	struct dda_function *items = inventory->functions.items;
	size_t count = 0;

	for (size_t i = 0; i < inventory->functions.count; i++)
		if (count == 0 || address_compare(items[i].address, items[count - 1].address) != 0)
			items[count++] = items[i];
	inventory->functions.count = count;
}

/* Functions that VMs name and the host does not have. */
static int add_all_missing(struct dda_inventory *inventory)
{
	size_t count = inventory->functions.count;

	for (size_t i = 0; i < inventory->vms.count; i++) {
		const struct vm *vm = &inventory->vms.items[i];

		for (size_t j = 0; j < vm->hostdevs.count; j++)
			if (find(inventory, count, vm->hostdevs.items[j].host) < 0 &&
			    add_missing(inventory, vm->hostdevs.items[j].host) < 0)
				return -ENOMEM;
	}
	if (inventory->functions.count == count)
		return 0;
	sort_functions(inventory);
	drop_twice(inventory);
	return 0;
}

/* A running VM goes before one that merely has the function in its configuration. */
static void note_vm(struct dda_inventory *inventory, int index, const struct hostdev *hostdev)
{
	int at = inventory_find(inventory, hostdev->host);
	struct dda_function *function = at < 0 ? NULL : &inventory->functions.items[at];
	bool live = hostdev->live && inventory->vms.items[index].state == VM_RUNNING;

	if (!function || (function->vm >= 0 && !live))
		return;
	function->vm = index;
	if (function->state != FUNCTION_MISSING)
		function->state = live ? FUNCTION_IN_USE : FUNCTION_ASSIGNED;
}

static enum function_state state_on_host(const struct dda_function *function)
{
	static const enum function_state states[] = {
	        [HOLD_HOST] = FUNCTION_HOST,
	        [HOLD_PARKED] = FUNCTION_DISABLED,
	        [HOLD_DISABLED] = FUNCTION_DISABLED,
	        [HOLD_OUT] = FUNCTION_DISMOUNTED,
	};

	return states[function->hold];
}

static void derive_states(struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		function->vm = -1;
		function->address_text = address_format(function->address);
		function->parent = inventory_find(inventory, function->upstream);
		if (function->parent == (int)i)
			function->parent = -1;
		if (function->state != FUNCTION_MISSING)
			function->state = state_on_host(function);
	}
	for (size_t i = 0; i < inventory->vms.count; i++)
		for (size_t j = 0; j < inventory->vms.items[i].hostdevs.count; j++)
			note_vm(inventory, (int)i, &inventory->vms.items[i].hostdevs.items[j]);
}

/* Whose virtual functions there are: told by these, so that it is known without root too. */
static void count_virtual(struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		int at = inventory_physical(inventory, &inventory->functions.items[i]);

		if (at >= 0 && at != (int)i)
			inventory->functions.items[at].virtual_count++;
	}
}

int inventory_finish(struct dda_inventory *inventory)
{
	sort_functions(inventory);
	sort_vms(inventory);
	if (add_all_missing(inventory) < 0)
		return -ENOMEM;
	derive_states(inventory);
	count_virtual(inventory);
	if (groups_link(inventory) < 0 || cards_make(inventory) < 0)
		return -ENOMEM;
	return slots_find(inventory);
}

/* True when function number `index` exists and lies in the slot of `card` without being part of it.
 */
static bool is_neighbour(const struct dda_inventory *inventory, const struct card *card,
                         size_t index)
{
	return index < inventory->functions.count &&
	       address_same_slot(inventory->functions.items[index].address, card->slot);
}

struct address_text card_name(const struct dda_inventory *inventory, const struct card *card)
{
	size_t first = card->functions[0], last = card->functions[card->count - 1];

	/* A slot of which the card is only a part would be the wrong name for it. */
	if (last - first + 1 != card->count || is_neighbour(inventory, card, last + 1) ||
	    (first > 0 && is_neighbour(inventory, card, first - 1)))
		return address_format(card->slot);
	return address_format_slot(card->slot);
}

const struct dda_function *card_main(const struct dda_inventory *inventory, const struct card *card)
{
	return &inventory->functions.items[card->functions[0]];
}

size_t dda_inventory_function_count(const struct dda_inventory *inventory)
{
	return inventory->functions.count;
}

const struct dda_function *dda_inventory_function(const struct dda_inventory *inventory,
                                                  size_t index)
{
	return index < inventory->functions.count ? &inventory->functions.items[index] : NULL;
}
