/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "manual/tables.h"

#include "base/translate.h"
#include "cli/help.h"
#include "cli/options.h"

/* A text in a cell. */
static void put_cell(const char *text, FILE *out)
{
	for (; *text; text++)
		fprintf(out, *text == '|' ? "\\|" : "%c", *text);
}

static void put_command(const struct command *command, FILE *out)
{
	fprintf(out, "| `dda %s%s", command->name, *command->arguments ? " " : "");
	put_cell(command->arguments, out);
	fprintf(out, "` | %s |\n", _(command->summary));
}

void table_commands(FILE *out)
{
	for (int changes = 0; changes < 2; changes++) {
		fputs(changes ? "\n" : "", out);
		fputs("| | |\n|---|---|\n", out);
		for (size_t i = 0; commands[i]; i++)
			if (commands[i]->changes == changes)
				put_command(commands[i], out);
	}
}

/* Which commands take it. */
static void put_takers(const struct option_row *row, FILE *out)
{
	const char *between = "";

	if (OPTIONS_GLOBAL & row->id)
		fputs("all", out);
	for (size_t i = 0; commands[i]; i++)
		if (commands[i]->options & row->id) {
			fprintf(out, "%s%s", between, commands[i]->name);
			between = ", ";
		}
}

void table_options(FILE *out)
{
	fputs("| | | |\n|---|---|---|\n", out);
	for (const struct option_row *row = option_rows; row->name; row++) {
		fputs("| `", out);
		if (row->letter)
			fprintf(out, "-%c, ", row->letter);
		fprintf(out, "--%s%s", row->name, row->argument ? " " : "");
		put_cell(row->argument ? row->argument : "", out);
		fputs("` | ", out);
		put_takers(row, out);
		fputs(" | ", out);
		put_cell(_(row->summary), out);
		fputs(" |\n", out);
	}
}

void table_statuses(FILE *out)
{
	fputs("| | |\n|---|---|\n", out);
	for (int i = 0; help_statuses[i]; i++)
		fprintf(out, "| %d | %s |\n", i, _(help_statuses[i]));
}
