/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/text.h"
#include "base/translate.h"

static void complain(const char *subject, const char *evidence, const char *remedy, FILE *err)
{
	fputs("dda: ", err);
	text_put(subject && *subject ? subject : "\"\"", err);
	fputs(": ", err);
	text_put(evidence, err);
	if (remedy)
		fputs(": ", err);
	text_put(remedy, err);
	fputc('\n', err);
}

void text_complaint(const json_t *object, FILE *err)
{
	complain(document_string(object, "subject"), document_string(object, "evidence"),
	         document_string(object, "remedy"), err);
}

void view_write_error(const struct dda_error *error, FILE *err)
{
	if (error)
		complain(dda_error_subject(error), dda_error_evidence(error),
		         dda_error_remedy(error), err);
	else
		complain("dda", _("out of memory"), NULL, err);
}

static bool has_severity(const json_t *finding, enum finding_severity severity)
{
	return text_equal(document_string(finding, "severity"), finding_severity_name(severity));
}

/* A host's finding can stand once for each card of a request; once is enough for people. */
static bool said_before(const json_t *findings, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (json_equal(json_array_get(findings, i), json_array_get(findings, index)))
			return true;
	return false;
}

static unsigned complain_all(const json_t *findings, enum finding_severity severity, FILE *err)
{
	const json_t *finding;
	unsigned count = 0;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		if (!has_severity(finding, severity) || said_before(findings, i))
			continue;
		text_complaint(finding, err);
		count++;
	}
	return count;
}

static void complain_refused(const json_t *document, FILE *err)
{
	const json_t *findings = document_array(document, "findings");

	/* Without a blocker it was something undecided that forbade the request. */
	if (complain_all(findings, FINDING_BLOCKER, err) == 0)
		complain_all(findings, FINDING_WARNING, err);
}

static void complain_steps(const json_t *document, const char *key, FILE *err)
{
	const json_t *step;
	size_t i;

	json_array_foreach(document_array(document, "steps"), i, step)
	{
		const json_t *error = json_object_get(step, key);

		if (json_is_object(error))
			text_complaint(error, err);
	}
}

static bool has_failed(const json_t *document)
{
	const json_t *step;
	size_t i;

	json_array_foreach(document_array(document, "steps"), i,
	                   step) if (json_is_object(json_object_get(step, "error"))) return true;
	return false;
}

/* What kept open transactions from being ended. */
static void complain_transactions(const json_t *transactions, FILE *err)
{
	const json_t *transaction;
	size_t i;

	json_array_foreach(transactions, i, transaction)
	{
		const json_t *error = json_object_get(transaction, "error");

		if (json_is_object(error))
			text_complaint(error, err);
		complain_steps(transaction, "undo_error", err);
	}
}

void view_write_errors(const json_t *document, FILE *err)
{
	/* What went wrong once is the answer. */
	if (text_equal(document_string(document, "schema"), "dda.history/1"))
		return;
	text_recovered(document_array(document, "recovered"), err);
	complain_transactions(document_array(document, "recovered"), err);
	complain_transactions(document_array(document, "transactions"), err);
	if (text_equal(document_string(document, "outcome"), "refused") && !has_failed(document))
		complain_refused(document, err);
	if (json_is_object(json_object_get(document, "error")))
		text_complaint(json_object_get(document, "error"), err);
	complain_steps(document, "error", err);
	complain_steps(document, "undo_error", err);
}

void view_write_notes(const json_t *document, FILE *err)
{
	const json_t *host = json_object_get(document, "host");

	/* These print all findings as part of their answer. */
	if (text_equal(document_string(document, "schema"), "dda.survey/1") ||
	    text_equal(document_string(document, "schema"), "dda.mmio/1") ||
	    text_equal(document_string(document, "outcome"), "refused"))
		return;
	complain_all(document_array(host, "findings"), FINDING_WARNING, err);
	complain_all(document_array(document, "findings"), FINDING_WARNING, err);
}
