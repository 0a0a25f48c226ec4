/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <errno.h>

#include "base/text.h"
#include "model/rom.h"

/* What an assign can be asked for besides. */

static const struct dda_function *first_of(const struct draft *draft)
{
	const struct dda_inventory *inventory = draft->inventory;

	return card_main(inventory, &inventory->cards.items[draft->plan->cards.items[0]]);
}

static int refuse_rom(const struct draft *draft, int why, struct rom_id found,
                      struct dda_error **ret_error)
{
	const struct dda_function *function = first_of(draft);
	const char *file = draft->request->rom_file;

	if (why == -ENODEV)
		return error_setf(ret_error, why, DDA_ERROR_REFUSED, file,
		                  "use the one that was read from this very card",
		                  "is the ROM of %04x:%04x; %s is %04x:%04x", found.vendor,
		                  found.device, function->address_text.text,
		                  (unsigned)function->vendor_id.value,
		                  (unsigned)function->device_id.value);
	return error_set(ret_error, why, DDA_ERROR_REFUSED, file,
	                 "is no expansion ROM: it does not begin with 55 AA and name its device",
	                 "cut off what stands before 55 AA, as some tools put a header there");
}

/* With the VM already, it would go without; with the same file there is nothing to do. */
static int check_place(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_function *function = first_of(draft);
	const struct vm *vm = draft_vm(draft, 0);
	const struct hostdev *hostdev = vm ? vm_find_hostdev(vm, function->address) : NULL;

	if (!hostdev || text_equal(hostdev->rom, draft->request->rom_file))
		return 0;
	return error_setf(ret_error, -EEXIST, DDA_ERROR_REFUSED, function->address_text.text,
	                  "\"dda release\" it, then assign it with --rom",
	                  "VM \"%s\" has it already, with another ROM", vm->name);
}

static int check_rom(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;
	const struct dda_function *function;
	struct rom_id found = {0};
	int r;

	if (draft->plan->cards.count != 1)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, "--rom", "is for one card",
		                 "assign each card by itself");
	function = first_of(draft);
	if (!fact_is_present(function->vendor_id.fact) ||
	    !fact_is_present(function->device_id.fact))
		return error_set(ret_error, -ENODATA, DDA_ERROR_REFUSED,
		                 function->address_text.text,
		                 "whose device it is can't be read, nor whether the ROM is its own",
		                 "run as root");
	r = rom_check(request->rom, request->rom_size,
	              (struct rom_id){(uint16_t)function->vendor_id.value,
	                              (uint16_t)function->device_id.value},
	              &found);
	return r < 0 ? refuse_rom(draft, r, found, ret_error) : check_place(draft, ret_error);
}

const struct numa_node *draft_node(const struct draft *draft, size_t card)
{
	const struct dda_inventory *inventory = draft->inventory;
	const struct fact_number *number =
	        &card_main(inventory, &inventory->cards.items[draft->plan->cards.items[card]])
	                 ->details->numa_node;

	for (size_t i = 0; fact_is_present(number->fact) && i < inventory->surroundings.nodes.count;
	     i++)
		if (inventory->surroundings.nodes.items[i].number == number->value)
			return &inventory->surroundings.nodes.items[i];
	return NULL;
}

static int refuse_pin(const struct draft *draft, size_t card, const char *evidence,
                      const char *remedy, struct dda_error **ret_error)
{
	const struct dda_inventory *inventory = draft->inventory;
	const struct card *of = &inventory->cards.items[draft->plan->cards.items[card]];

	return error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, card_name(inventory, of).text,
	                 evidence, remedy);
}

/* All cards of a VM at one node, which has memory enough. */
static int check_node(const struct draft *draft, size_t card, struct dda_error **ret_error)
{
	const struct numa_node *node = draft_node(draft, card);
	const struct vm *vm = draft_vm(draft, card);

	if (!node)
		return refuse_pin(draft, card, "at which NUMA node it is, is not known",
		                  "leave --pin out, or bind the VM by hand (virsh numatune)",
		                  ret_error);
	for (size_t i = 0; i < card; i++)
		if (draft->card_vms[i] == draft->card_vms[card] && draft_node(draft, i) != node)
			return refuse_pin(
			        draft, card, "the cards for this VM are at more than one NUMA node",
			        "leave --pin out, or choose cards at one node", ret_error);
	if (vm && node->memory && vm->memory > node->memory)
		return refuse_pin(draft, card, "its NUMA node has less memory than the VM",
		                  "leave --pin out, or give the VM less memory", ret_error);
	return 0;
}

static int check_pin(const struct draft *draft, struct dda_error **ret_error)
{
	const struct vm_surroundings *host = &draft->inventory->surroundings;
	int r = 0;

	if (!fact_is_present(host->nodes_fact) || host->nodes.count < 2)
		return error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, "--pin",
		                 fact_is_present(host->nodes_fact)
		                         ? "this host has one NUMA node, so all of it is near"
		                         : "this host knows no NUMA nodes",
		                 "leave it out");
	for (size_t i = 0; r >= 0 && i < draft->plan->cards.count; i++)
		r = check_node(draft, i, ret_error);
	return r;
}

static const char *option_of_linux(const struct dda_request *request)
{
	if (request->rom_file)
		return "--rom";
	if (request->hide_hypervisor)
		return "--hide-hypervisor";
	return request->pin ? "--pin" : NULL;
}

int draft_check_options(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_request *request = draft->request;
	const char *option = option_of_linux(request);
	int r;

	if (option && draft->inventory->platform == PLATFORM_HYPERV)
		return error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, option,
		                 "a VM of Hyper-V can't be set so", "leave it out");
	r = request->rom_file ? check_rom(draft, ret_error) : 0;
	return r >= 0 && request->pin ? check_pin(draft, ret_error) : r;
}
