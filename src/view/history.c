/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/text.h"
#include "base/translate.h"
#include "exec/closed.h"
#include "exec/run.h"
#include "model/selector.h"
#include "view/document.h"

static const char *result_of(const struct step_mark *mark)
{
	if (mark->failed)
		return step_result_name(STEP_FAILED);
	return document_mark_result(mark);
}

static json_t *steps_of(const struct transaction *transaction)
{
	const struct dda_plan *plan = transaction->plan;
	json_t *steps = json_array();

	for (size_t i = 0; i < plan->count; i++)
		document_append(&steps, document_marked_step(&plan->items[i].step,
		                                             result_of(&transaction->marks[i])));
	return steps;
}

static json_t *error_of(const char *subject, const char *evidence)
{
	return json_pack("{so so sn}", "subject", document_text(subject), "evidence",
	                 document_text(evidence), "remedy");
}

/* What the step that failed was about. */
static json_t *failure_of(const struct transaction *transaction)
{
	const struct dda_plan *plan = transaction->plan;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;

		if (transaction->marks[i].failed)
			return error_of(step->vm ? step->vm : address_format(step->function).text,
			                transaction->why ? transaction->why : "failed");
	}
	if (transaction->deadline && text_equal(transaction->outcome, "undone"))
		return error_of(dda_verb_name(plan->verb), _("it was not confirmed"));
	return json_null();
}

static json_t *trouble_of(const struct closed *closed)
{
	const struct transaction *transaction = closed->transaction;

	if (!transaction)
		return json_pack("{so so sn}", "subject", document_text(closed->name), "evidence",
		                 json_sprintf(_("this journal can't be read (%s)"),
		                              error_number_text(-closed->error)),
		                 "remedy");
	if (transaction->damaged || !transaction->complete)
		return error_of(closed->name,
		                _("this journal is damaged, or of a later version of dda: not all "
		                  "of it can be read"));
	return failure_of(transaction);
}

static json_t *transaction_of(const struct closed *closed)
{
	const struct transaction *transaction = closed->transaction;
	bool told = transaction && transaction->marks;
	json_t *object = json_object();

	document_put(&object, "journal", document_text(closed->name));
	document_put(&object, "command",
	             document_text(told ? transaction_name(transaction) : NULL));
	document_put(&object, "begun", document_text(told ? transaction->time : NULL));
	document_put(&object, "ended", document_text(told ? transaction->ended : NULL));
	document_put(&object, "outcome", document_text(closed_outcome(closed)));
	document_put(&object, "functions",
	             told ? document_plan_functions(transaction->plan) : json_array());
	document_put(&object, "vms", told ? document_plan_vms(transaction->plan) : json_array());
	document_put(&object, "steps", told ? steps_of(transaction) : json_array());
	document_put(&object, "error", trouble_of(closed));
	return object;
}

/* "17" and "000017" are a journal; what has anything else in it is a device. */
static bool is_number(const char *word, uint64_t *ret)
{
	return text_whole_number(word, 10, ret) == 0;
}

static int means(const struct closed *closed, const char *word, struct dda_error **ret_error)
{
	const struct dda_plan *plan = closed->transaction ? closed->transaction->plan : NULL;
	uint64_t number, own = 0;
	const char *end;
	int r = 0;

	text_number(closed->name, 10, 9, &end, &own);
	if (is_number(word, &number))
		return number == own;
	for (size_t i = 0; plan && r == 0 && i < plan->identities.count; i++)
		r = selector_means(word, &plan->identities.items[i], ret_error);
	return r;
}

/* 1, 0, or a negative errno with an error set. */
static int is_asked(const struct closed *closed, const char *const *words, size_t count,
                    struct dda_error **ret_error)
{
	int r = count == 0;

	for (size_t i = 0; r == 0 && i < count; i++)
		r = means(closed, words[i], ret_error);
	return r;
}

static int check_words(const char *const *words, size_t count, struct dda_error **ret_error)
{
	const struct identity nobody = {.vendor_id = -1, .device_id = -1};
	uint64_t number;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++)
		if (!is_number(words[i], &number))
			r = selector_means(words[i], &nobody, ret_error);
	return r;
}

int view_history(const struct dda_history *history, const char *const *words, size_t count,
                 json_t **ret, struct dda_error **ret_error)
{
	_cleanup_document_ json_t *transactions = json_array();
	json_t *document;
	int r = check_words(words, count, ret_error);

	for (size_t i = 0; r >= 0 && i < history->transactions.count; i++) {
		const struct closed *closed = &history->transactions.items[i];

		r = is_asked(closed, words, count, ret_error);
		if (r > 0)
			document_append(&transactions, transaction_of(closed));
	}
	if (r < 0)
		return r;
	document = document_new("history");
	document_put(&document, "transactions", json_incref(transactions));
	document_put(&document, "all", json_boolean(count == 0));
	return document_finish(document, ret, ret_error);
}
