/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <dda/recover.h>

#include <errno.h>

#include "base/text.h"
#include "exec/journal.h"
#include "host/host.h"

/*
 * What closed journals tell of devices that neither the host nor a VM has: the host itself does not
 * know for whom one was taken from it. The newest transaction that was about a device counts.
 */

static const char source[] = "the journal";

struct history {
	struct folder folder;
	struct dda_inventory *inventory;
	size_t open; /* functions of which nothing is known yet */
};

static bool is_asked(const struct dda_function *function)
{
	return function->vm < 0 && function->state == FUNCTION_DISMOUNTED;
}

static bool is_same(const struct identity *was, const struct dda_function *function)
{
	struct identity now = identity_of(function);

	return was->vendor_id == now.vendor_id && was->device_id == now.device_id &&
	       was->location_path && text_equal(was->location_path, now.location_path);
}

/* The transaction gave it to a VM, or did something else with it; or nothing. */
static void note_steps(struct history *history, const struct dda_plan *plan, struct address address,
                       struct dda_function *function)
{
	struct arena *arena = &history->inventory->arena;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;

		if (address_compare(step->function, address) != 0 ||
		    (step->kind >= STEP_PREPARE && step->kind != STEP_ADD &&
		     step->kind != STEP_REMOVE))
			continue;
		function->given.fact = step->kind == STEP_ADD ? fact_known(source)
		                                              : fact_absent(source);
		function->given.value = step->kind == STEP_ADD ? arena_text(arena, step->vm) : NULL;
	}
	history->open -= function->given.fact.state != FACT_NOT_ASKED;
}

static void note_device(struct history *history, const struct dda_plan *plan,
                        const struct identity *identity)
{
	for (size_t i = 0; i < history->inventory->functions.count; i++) {
		struct dda_function *function = &history->inventory->functions.items[i];

		if (function->given.fact.state == FACT_NOT_ASKED && is_asked(function) &&
		    is_same(identity, function))
			note_steps(history, plan, identity->address, function);
	}
}

static int note_closed(void *data, const char *name)
{
	_cleanup_transaction_ struct transaction *transaction = NULL;
	struct history *history = data;

	if (history->open == 0)
		return 0;
	if (journal_read(&history->folder, name, &transaction) < 0 || !transaction->complete ||
	    !text_equal(transaction->outcome, "done"))
		return 0;
	for (size_t i = 0; i < transaction->plan->identities.count; i++)
		note_device(history, transaction->plan, &transaction->plan->identities.items[i]);
	return 0;
}

static bool all_copied(const struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct fact_text *given = &inventory->functions.items[i].given;

		if (fact_is_present(given->fact) && !given->value)
			return false;
	}
	return true;
}

int dda_history_note(struct dda_host *host, struct dda_inventory *inventory,
                     struct dda_error **ret_error)
{
	struct history history = {.inventory = inventory};

	for (size_t i = 0; i < inventory->functions.count; i++)
		history.open += is_asked(&inventory->functions.items[i]);
	if (history.open == 0 || !host->operations->can_change(host) ||
	    folder_locate(&history.folder) < 0)
		return 0;
	journal_each_closed(&history.folder, note_closed, &history);
	return all_copied(inventory) ? 0 : error_no_memory(ret_error);
}
