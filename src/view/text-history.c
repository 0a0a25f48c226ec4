/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/translate.h"

static int put_steps(const json_t *steps, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "STEP"}, {.title = "FUNCTION"}, {.title = "VM"}, {.title = "RESULT"}};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 4};
	const json_t *step;
	size_t i;

	json_array_foreach(steps, i, step)
	{
		table_add(&table, document_string(step, "step"));
		table_add(&table, document_string(step, "function"));
		table_add(&table, document_string(step, "vm"));
		table_add(&table, document_string(step, "result"));
	}
	return table_print(&table, 2, style, out);
}

/* "000017  2026-11-22T19:29:36Z  rolled-back  dda assign 01:00 --vm vm1: vm1: ..." */
static void put_line(const json_t *transaction, FILE *out)
{
	const char *begun = document_string(transaction, "begun");
	const char *outcome = document_string(transaction, "outcome");
	const char *command = document_string(transaction, "command");
	const json_t *error = json_object_get(transaction, "error");

	/* NUMBER.closed */
	fprintf(out, "%.6s  %-20s  %-11s  ", document_string(transaction, "journal"),
	        begun ? begun : "-", outcome ? outcome : "-");
	text_put(command ? command : "-", out);
	fputc('\n', out);
	if (!json_is_object(error))
		return;
	fputs("  ", out);
	text_put(document_string(error, "subject"), out);
	fputs(": ", out);
	text_put(document_string(error, "evidence"), out);
	fputc('\n', out);
}

int text_history(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *transactions = document_array(document, "transactions"), *transaction;
	bool all = json_is_true(json_object_get(document, "all"));
	size_t i;

	if (json_array_size(transactions) == 0)
		fputs(all ? _("no transaction is on record\n")
		          : _("no transaction about that is on record\n"),
		      out);
	json_array_foreach(transactions, i, transaction)
	{
		put_line(transaction, out);
		if (!all && put_steps(document_array(transaction, "steps"), style, out) < 0)
			return -ENOMEM;
	}
	return 0;
}
