/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Lists the cards of a host: where they are, who has them, and whether a VM could get them.
 * Changes nothing, and needs no root; what only root can read is then unknown.
 *
 *     cc list-cards.c $(pkg-config --cflags --libs libdda) -o list-cards
 *     ./list-cards [HOST [VM]]        HOST as of dda's --host
 */
#include <stdio.h>
#include <string.h>

#include <dda/inventory.h>
#include <dda/plan.h>

/* All that a plan is made from, and names for people. */
static const unsigned wanted = DDA_WANT_DETAILS | DDA_WANT_VMS | DDA_WANT_IOMMU |
                               DDA_WANT_DESCRIPTION | DDA_WANT_PROCESSES | DDA_WANT_NAMES;

/* Prints @error and frees it. */
static void complain(struct dda_error *error)
{
	const char *remedy = dda_error_remedy(error);

	fprintf(stderr, "%s: %s%s%s\n", dda_error_subject(error), dda_error_evidence(error),
	        remedy ? ": " : "", remedy ? remedy : "");
	dda_error_free(error);
}

/* Can @vm get the card with the function at @address? Asked by a plan that nobody runs. */
static const char *answer(const struct dda_inventory *inventory, const char *address,
                          const char *vm)
{
	struct dda_request request;
	struct dda_error *error = NULL;
	struct dda_plan *plan = NULL;
	const char *text;

	memset(&request, 0, sizeof(request));
	request.verb = DDA_ASSIGN;
	request.devices = &address;
	request.device_count = 1;
	request.vms = &vm;
	request.vm_count = 1;
	request.dry_run = true;
	if (dda_plan_make(inventory, &request, &plan, &error) < 0) {
		complain(error);
		return "cannot tell";
	}
	if (dda_plan_refused(plan))
		text = "no";
	else
		text = dda_plan_step_count(plan) > 0 ? "yes" : "it has it";
	dda_plan_free(plan);
	return text;
}

/* Functions of one slot come one after the other: "0000:01:00.0", "0000:01:00.1". */
static int same_slot(const struct dda_function *a, const struct dda_function *b)
{
	const char *address = dda_function_address(a);

	return strncmp(address, dda_function_address(b), strcspn(address, ".") + 1) == 0;
}

static void print_functions(const struct dda_inventory *inventory, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct dda_function *function = dda_inventory_function(inventory, i);
		const char *name = dda_function_name(function);

		printf("%s  %-10s  %04lx:%04lx  %s\n", dda_function_address(function),
		       dda_function_state(function), dda_function_id(function) >> 16,
		       dda_function_id(function) & 0xffff, name ? name : "-");
	}
}

static void print_cards(const struct dda_inventory *inventory, const char *vm)
{
	size_t count = dda_inventory_function_count(inventory);

	for (size_t first = 0, end; first < count; first = end) {
		const struct dda_function *function = dda_inventory_function(inventory, first);

		end = first + 1;
		while (end < count && same_slot(function, dda_inventory_function(inventory, end)))
			end++;
		print_functions(inventory, first, end);
		if (vm)
			printf("    for %s: %s\n", vm,
			       answer(inventory, dda_function_address(function), vm));
	}
}

int main(int argc, char **argv)
{
	struct dda_inventory *inventory = NULL;
	struct dda_error *error = NULL;
	struct dda_host *host = NULL;
	int r = dda_host_open(argc > 1 ? argv[1] : NULL, &host, &error);

	if (r >= 0)
		r = dda_host_observe(host, wanted, &inventory, &error);
	if (r >= 0)
		print_cards(inventory, argc > 2 ? argv[2] : NULL);
	else
		complain(error);
	dda_inventory_free(inventory);
	dda_host_close(host);
	return r < 0;
}
