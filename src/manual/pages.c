/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "manual/pages.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "cli/help.h"
#include "cli/options.h"
#include "manual/roff.h"
#include "view/meanings.h"

/* "-q, " */
static const char *letter(const struct option_row *row, char text[static 8])
{
	snprintf(text, 8, "-%c, ", row->letter);
	return row->letter ? text : "";
}

static void put_options(uint64_t options, FILE *out)
{
	for (const struct option_row *row = option_rows; row->name; row++) {
		char typed[80], text[8];

		if (!(options & (uint64_t)row->id))
			continue;
		fputs(".TP\n", out);
		snprintf(typed, sizeof(typed), "%s--%s%s%s", letter(row, text), row->name,
		         row->argument ? " " : "", row->argument ? row->argument : "");
		roff_usage(typed, out);
		roff_text(row->summary, out);
	}
}

/* Each way of using it that the arguments have, "A | B". */
static void put_synopsis(const struct command *command, FILE *out)
{
	const char *next = command->arguments;

	do {
		char usage[200];
		const char *end = strstr(next, " | ");
		size_t length = end ? (size_t)(end - next) : strlen(next);

		snprintf(usage, sizeof(usage), "dda [OPTION...] %s%s%.*s", command->name,
		         length ? " " : "", (int)length, next);
		roff_usage(usage, out);
		next = end ? end + 3 : NULL;
		fputs(next ? ".br\n" : "", out);
	} while (next);
}

static void put_examples(const struct example *examples, FILE *out)
{
	fputs(".SH EXAMPLES\n", out);
	for (; examples && examples->line; examples++) {
		fputs(".TP\n", out);
		roff_typed(examples->line, out);
		roff_text(examples->what, out);
	}
}

static bool mentions(const struct command *command, const char *other)
{
	char typed[40];

	snprintf(typed, sizeof(typed), "\"dda %s", other);
	return command->text && strstr(command->text, typed);
}

static void put_see_also(const struct command *command, FILE *out)
{
	fputs(".SH SEE ALSO\n.BR dda (1),\n", out);
	for (size_t i = 0; commands[i]; i++)
		if (commands[i] != command && mentions(command, commands[i]->name))
			fprintf(out, ".BR dda\\-%s (1),\n", commands[i]->name);
	fputs(".BR dda\\-findings (7)\n", out);
}

static void put_title(const struct command *command, const char *date, FILE *out)
{
	fputs(".TH DDA\\-", out);
	for (const char *c = command->name; *c; c++)
		fputc(toupper((unsigned char)*c), out);
	fprintf(out, " 1 %s \"dda %s\" \"dda\"\n.SH NAME\ndda\\-%s \\- ", date, DDA_VERSION,
	        command->name);
	roff_text(command->summary, out);
}

static void put_description(const struct command *command, FILE *out)
{
	fputs(".SH DESCRIPTION\n", out);
	if (command->text) {
		roff_paragraphs(command->text, out);
		fputs(".PP\n", out);
	}
	fprintf(out, "%s\n",
	        command->changes ? "This command changes something."
	        : command->options & OPTION_FIX
	                ? "This command changes nothing unless it is told to put something right."
	                : "This command changes nothing on the host.");
	if (strstr(command->arguments, "DEVICE")) {
		fputs(".PP\n", out);
		roff_paragraphs(help_devices, out);
	}
}

void page_of_command(const struct command *command, const char *date, FILE *out)
{
	put_title(command, date, out);
	fputs(".SH SYNOPSIS\n", out);
	put_synopsis(command, out);
	put_description(command, out);
	fputs(".SH OPTIONS\n", out);
	put_options(command->options, out);
	fputs(command->options ? ".PP\n" : "", out);
	fputs("Options of every command are in\n.BR dda (1),\nand what each exit status "
	      "means.\n",
	      out);
	put_examples(command->examples, out);
	put_see_also(command, out);
}

static void put_commands(bool changes, FILE *out)
{
	for (size_t i = 0; commands[i]; i++) {
		if (commands[i]->changes != changes)
			continue;
		fprintf(out, ".TP\n.BR dda\\-%s (1)\n", commands[i]->name);
		roff_text(commands[i]->summary, out);
	}
}

void page_reading_commands(FILE *out)
{
	put_commands(false, out);
}

void page_changing_commands(FILE *out)
{
	put_commands(true, out);
}

void page_global_options(FILE *out)
{
	put_options(OPTIONS_GLOBAL, out);
}

void page_devices(FILE *out)
{
	roff_paragraphs(help_devices, out);
}

void page_hosts(FILE *out)
{
	roff_paragraphs(help_hosts, out);
}

void page_statuses(FILE *out)
{
	for (int i = 0; help_statuses[i]; i++) {
		fprintf(out, ".TP\n.B %d\n", i);
		roff_text(help_statuses[i], out);
	}
}

void page_see_commands(FILE *out)
{
	for (size_t i = 0; commands[i]; i++)
		fprintf(out, ".BR dda\\-%s (1),\n", commands[i]->name);
}

static void put_meaning(const struct meaning *row, FILE *out)
{
	fputs(".TP\n", out);
	roff_typed(row->code, out);
	roff_text(row->severity, out);
	fputs(".IP\n", out);
	roff_text(row->meaning, out);
	fputs(".IP\n\\(-> ", out);
	roff_text(row->remedy, out);
}

void page_findings(FILE *out)
{
	for (unsigned i = 0; meaning_topics[i].title; i++) {
		fputs(i ? ".SH \"" : ".SH DESCRIPTION\n", out);
		for (const char *c = meaning_topics[i].title; i && *c; c++)
			fprintf(out, *c == '"' ? "\\(dq" : "%c", *c);
		fputs(i ? "\"\n" : "", out);
		roff_paragraphs(meaning_topics[i].text, out);
		for (const struct meaning *row = meanings; row->code; row++)
			if (row->topic == i)
				put_meaning(row, out);
	}
}
