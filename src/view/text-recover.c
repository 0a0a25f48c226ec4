/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/text.h"
#include "base/translate.h"

static const struct {
	const char *state, *text;
} states[] = {
        {"going-on", "goes on"},
        {"waiting", "waits to be confirmed"},
        {"confirmed", "is confirmed"},
        {"interrupted", "was interrupted"},
        {"left-open", "was interrupted, and could not be ended"},
        {"finished", "was interrupted, and is finished now"},
        {"undone", "was interrupted, and is undone now"},
};

static const char *state_text(const json_t *transaction)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (text_equal(document_string(transaction, "state"), states[i].state))
			return _(states[i].text);
	return NULL;
}

static long long number_of(const json_t *transaction, const char *key)
{
	return (long long)json_integer_value(json_object_get(transaction, key));
}

static bool is_alive(const json_t *transaction)
{
	const char *state = document_string(transaction, "state");

	return text_equal(state, "going-on") || text_equal(state, "waiting");
}

/* "\"dda assign 01:00 --vm vm1\" (begun 2026-11-22T19:29:36Z) was interrupted..." */
static void put_transaction(const json_t *transaction, FILE *out)
{
	fputc('"', out);
	text_put(document_string(transaction, "command"), out);
	fputc('"', out);
	if (document_string(transaction, "begun")) {
		fputs(_(" (begun "), out);
		text_put(document_string(transaction, "begun"), out);
		fputc(')', out);
	}
	fputc(' ', out);
	fputs(state_text(transaction), out);
	if (is_alive(transaction))
		fprintf(out, _(" (process %lld)"), number_of(transaction, "process"));
	if (json_is_integer(json_object_get(transaction, "seconds_left")))
		fprintf(out, _(", %lld s left"), number_of(transaction, "seconds_left"));
}

static void put_functions(const json_t *transaction, FILE *out)
{
	const json_t *functions = document_array(transaction, "functions"), *function, *vm;
	bool any = json_array_size(functions) > 0;
	size_t i;

	fputs("  about", out);
	json_array_foreach(functions, i, function)
	{
		fputc(' ', out);
		text_put(document_string(function, "address"), out);
	}
	json_array_foreach(document_array(transaction, "vms"), i, vm)
	{
		fputs(i ? ", " : any ? _(" and VM ") : _(" VM "), out);
		text_put(json_string_value(vm), out);
	}
	fputc('\n', out);
}

static void put_not_started(const json_t *transaction, FILE *out)
{
	const json_t *vm;
	size_t i;

	json_array_foreach(document_array(transaction, "not_started"), i, vm)
	{
		fputs("  ", out);
		text_put(json_string_value(vm), out);
		fputs(_(" was to be started as well: see whether it runs, and start it if not\n"),
		      out);
	}
}

void text_transactions(const json_t *transactions, FILE *out)
{
	const json_t *transaction;
	size_t i;

	json_array_foreach(transactions, i, transaction)
	{
		put_transaction(transaction, out);
		fputc('\n', out);
		put_functions(transaction, out);
		put_not_started(transaction, out);
		if (!document_string(transaction, "remedy"))
			continue;
		fputs("  ", out);
		text_put(document_string(transaction, "remedy"), out);
		fputc('\n', out);
	}
}

void text_recovered(const json_t *transactions, FILE *err)
{
	const json_t *transaction;
	size_t i;

	json_array_foreach(transactions, i, transaction)
	{
		if (is_alive(transaction))
			continue;
		fputs("dda: ", err);
		put_transaction(transaction, err);
		fputc('\n', err);
		put_not_started(transaction, err);
	}
}

int text_recover(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *transactions = document_array(document, "transactions");

	if (json_array_size(transactions) == 0)
		fputs(_("no transaction is open\n"), out);
	text_transactions(transactions, out);
	return 0;
}

int text_confirm(const json_t *document, const struct view_style *style, FILE *out)
{
	text_transactions(document_array(document, "transactions"), out);
	return 0;
}
