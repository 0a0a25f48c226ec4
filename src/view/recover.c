/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include "base/text.h"
#include "base/translate.h"
#include "exec/recover.h"

json_t *document_plan_functions(const struct dda_plan *plan)
{
	json_t *functions = json_array();

	for (size_t i = 0; i < plan->identities.count; i++) {
		json_t *function = json_object();

		document_put(&function, "address",
		             document_address(plan->identities.items[i].address));
		document_put(&function, "location_path",
		             document_text(plan->identities.items[i].location_path));
		document_append(&functions, function);
	}
	return functions;
}

static bool named_before(const struct dda_plan *plan, size_t step)
{
	for (size_t i = 0; i < step; i++)
		if (text_equal(plan->items[i].step.vm, plan->items[step].step.vm))
			return true;
	return false;
}

json_t *document_plan_vms(const struct dda_plan *plan)
{
	json_t *vms = json_array();

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].step.vm && !named_before(plan, i))
			document_append(&vms, document_text(plan->items[i].step.vm));
	return vms;
}

/* VMs that were to be started, and were not before the process died. */
static json_t *not_started(const struct recovered *item)
{
	const struct dda_plan *plan = item->transaction->plan;
	json_t *vms = json_array();

	for (size_t i = 0; item->state == RECOVERED_FINISHED && i < plan->count; i++)
		if (plan->items[i].step.kind == STEP_START && !item->transaction->marks[i].done)
			document_append(&vms, document_text(plan->items[i].step.vm));
	return vms;
}

const char *document_mark_result(const struct step_mark *mark)
{
	if (mark->undone)
		return step_result_name(STEP_UNDONE);
	if (mark->done)
		return step_result_name(STEP_DONE);
	return mark->intended ? "unknown" : step_result_name(STEP_PENDING);
}

json_t *document_marked_step(const struct step *step, const char *result)
{
	json_t *object = json_object();

	document_put(&object, "step", document_text(step_kind_name(step->kind)));
	document_put(&object, "function", document_step_function(step));
	document_put(&object, "vm", document_text(step->vm));
	document_put(&object, "result", document_text(result));
	return object;
}

/* What was done of it, or what became of that on the way back. */
static const char *result_of(const struct recovered *item, size_t step)
{
	const struct step_mark *mark = &item->transaction->marks[step];

	if (item->run && item->run->records[step].begun)
		return step_result_name(item->run->records[step].result);
	return document_mark_result(mark);
}

static json_t *steps_of(const struct recovered *item)
{
	const struct dda_plan *plan = item->transaction->plan;
	json_t *steps = json_array();

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;
		json_t *object = document_marked_step(step, result_of(item, i));

		document_put(&object, "undo_error",
		             document_error(item->run ? item->run->records[i].undo_error : NULL));
		document_append(&steps, object);
	}
	return steps;
}

static json_t *remedy_of(const struct recovered *item)
{
	if (item->state == RECOVERED_WAITING)
		return document_text(_("\"dda confirm\" keeps what it did, else it is put back"));
	if (item->transaction->confirm && item->state == RECOVERED_INTERRUPTED)
		return document_text(_("\"dda recover\" takes it back: it was never confirmed"));
	if (item->state == RECOVERED_INTERRUPTED || item->state == RECOVERED_LEFT)
		return document_text(
		        _("\"dda recover\" takes it back, or ends it where all but the "
		          "start of a VM is done"));
	return json_null();
}

static json_t *transaction_of(const struct recovered *item)
{
	const struct transaction *transaction = item->transaction;
	json_t *object = json_object();

	document_put(&object, "journal", document_text(item->name));
	document_put(&object, "command", document_text(transaction_name(transaction)));
	document_put(&object, "begun", document_text(transaction->time));
	document_put(&object, "process", json_integer(transaction->pid));
	document_put(&object, "state", document_text(recovered_state_name(item->state)));
	document_put(&object, "seconds_left",
	             item->state == RECOVERED_WAITING ? json_integer(item->seconds_left)
	                                              : json_null());
	document_put(&object, "functions", document_plan_functions(transaction->plan));
	document_put(&object, "vms", document_plan_vms(transaction->plan));
	document_put(&object, "not_started", not_started(item));
	document_put(&object, "steps", steps_of(item));
	document_put(&object, "error", document_error(item->error));
	document_put(&object, "remedy", remedy_of(item));
	return object;
}

json_t *document_transactions(const struct dda_recovery *recovery)
{
	json_t *transactions = json_array();

	for (size_t i = 0; i < recovery->transactions.count; i++)
		document_append(&transactions, transaction_of(&recovery->transactions.items[i]));
	return transactions;
}

int view_recover(const struct dda_recovery *recovery, json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new("recover");

	document_put(&document, "complete", json_boolean(dda_recovery_is_complete(recovery)));
	document_put(&document, "transactions", document_transactions(recovery));
	return document_finish(document, ret, ret_error);
}

int view_confirm(const struct dda_recovery *confirmed, json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new("confirm");

	document_put(&document, "transactions", document_transactions(confirmed));
	return document_finish(document, ret, ret_error);
}
