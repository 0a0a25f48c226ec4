/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/translate.h"

static void add_entry(struct table *table, const json_t *entry)
{
	const char *state = document_string(entry, "state");

	table_add(table, document_string(entry, "card"));
	table_add(table, document_string(entry, "name"));
	table_add(table, state ? state : "half");
	table_add(table, document_string(entry, "vm"));
	table_add(table, _(document_string(entry, "vm_state")));
}

/* For a card that is held half, what its functions are in matters. */
static void put_functions(const json_t *entry, FILE *out)
{
	const json_t *function;
	size_t i;

	if (document_string(entry, "state"))
		return;
	json_array_foreach(document_array(entry, "functions"), i, function)
	{
		fputs("  ", out);
		text_put(document_string(function, "address"), out);
		fputs(_(" is in state "), out);
		text_put(_(document_string(function, "state")), out);
		fputc('\n', out);
	}
}

/* VMs that could not be asked may have what nobody else has: then nothing is said of it. */
static void put_details(const json_t *entries, FILE *out)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(entries, i, entry) put_functions(entry, out);
}

static int section(const json_t *entries, const char *title, const struct view_style *style,
                   FILE *out)
{
	static const struct column columns[] = {
	        {.title = "CARD"},
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE", .coloured = true},
	        {.title = "VM"},
	        {.title = "VM STATE"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 5};
	const json_t *entry;
	size_t i;

	if (json_array_size(entries) == 0)
		return 0;
	fprintf(out, "%s:\n", _(title));
	json_array_foreach(entries, i, entry) add_entry(&table, entry);
	if (table_print(&table, 2, style, out) < 0)
		return -ENOMEM;
	put_details(entries, out);
	return 1;
}

static int put_transactions(const json_t *transactions, FILE *out)
{
	if (json_array_size(transactions) == 0)
		return 0;
	fputs(_("open transactions:\n"), out);
	text_transactions(transactions, out);
	return 1;
}

static int put_entries(const json_t *entries, const struct view_style *style, FILE *out)
{
	if (json_array_size(entries) == 0)
		return 0;
	fputs(_("what is not in order, or may not be:\n"), out);
	return text_findings(entries, style, out);
}

int text_status(const json_t *document, const struct view_style *style, FILE *out)
{
	static const struct {
		const char *key, *title;
	} sections[] = {
	        {"assignments", "with a VM"},
	        {"held", "taken from the host, and with no VM that is known"},
	        {"stale", "named by a VM, but not there"},
	        {"half", "functions of one card in different states"},
	};
	int count = put_transactions(document_array(document, "transactions"), out);

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		int r = section(document_array(document, sections[i].key), sections[i].title, style,
		                out);

		if (r < 0)
			return r;
		count += r;
	}
	count += text_stays(document_array(document, "stays"), style, out);
	if (put_entries(document_array(document, "entries"), style, out) < 0)
		return -ENOMEM;
	if (count == 0 && json_array_size(document_array(document, "entries")) == 0)
		fprintf(out, _("all devices are with the host%s\n"),
		        text_vms_unknown(document) ? _(", as far as could be read") : "");
	return 0;
}
