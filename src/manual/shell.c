/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "manual/shell.h"

#include <string.h>

#include "manual/operand.h"
#include "view/meanings.h"

/* A text inside single quotes. */
static void put_quoted(const char *text, FILE *out)
{
	for (; *text; text++)
		fprintf(out, *text == '\'' ? "'\\''" : "%c", *text);
}

static void put_word(const char *word, void *data)
{
	fprintf(data, " %s", word);
}

/* One in each line: names of models have blanks. */
static void put_line(const char *value, void *data)
{
	put_quoted(value, data);
	fputc('\n', data);
}

static void bash_options(uint64_t options, FILE *out)
{
	for (const struct option_row *row = option_rows; row->name; row++)
		if (options & (uint64_t)row->id)
			fprintf(out, " --%s", row->name);
}

static void bash_commands(FILE *out)
{
	fputs("_dda_commands='", out);
	for (size_t i = 0; commands[i]; i++)
		fprintf(out, " %s", commands[i]->name);
	fputs("'\n_dda_codes='", out);
	for (const struct meaning *row = meanings; row->code; row++)
		fprintf(out, " %s", row->code);
	fputs("'\n_dda_global='", out);
	bash_options(OPTIONS_GLOBAL, out);
	fputs("'\n", out);
}

static void bash_command(const struct command *command, FILE *out)
{
	fprintf(out, "    %s) options='", command->name);
	bash_options(command->options, out);
	fputs("' operands='", out);
	operands_of(command, put_word, out);
	fputs("' ;;\n", out);
}

void shell_bash(FILE *out)
{
	bash_commands(out);
	fputs("\n# What a command takes.\n_dda_command() {\n    case $1 in\n", out);
	for (size_t i = 0; commands[i]; i++)
		bash_command(commands[i], out);
	fputs("    esac\n}\n\n# What an option takes, and of which values, each in a line.\n"
	      "_dda_option() {\n    case $1 in\n",
	      out);
	for (const struct option_row *row = option_rows; row->name; row++) {
		if (!row->argument)
			continue;
		fprintf(out, "    --%s) argument='", row->name);
		put_quoted(row->argument, out);
		fputs("' values='", out);
		option_values(row, put_line, out);
		fputs("' ;;\n", out);
	}
	fputs("    esac\n}\n", out);
}

static void zsh_text(const char *text, const char *escaped, FILE *out)
{
	for (; *text; text++) {
		if (strchr(escaped, *text))
			fputc('\\', out);
		fprintf(out, *text == '\'' ? "'\\''" : "%c", *text);
	}
}

static void count_value(const char *value, void *data)
{
	++*(unsigned *)data;
}

static void zsh_value(const char *value, void *data)
{
	fputs(" '", data);
	put_quoted(value, data);
	fputc('\'', data);
}

/* A specification for _arguments. */
static void zsh_option(const struct option_row *row, FILE *out)
{
	unsigned values = 0;

	if (row->letter)
		fprintf(out, "        '(-%c --%s)'{-%c,--%s}'[", row->letter, row->name,
		        row->letter, row->name);
	else
		fprintf(out, "        '%s--%s%s[", row->id == OPTION_FORCE ? "*" : "", row->name,
		        row->argument ? "=" : "");
	zsh_text(row->summary, "[]", out);
	fputs("]", out);
	option_values(row, count_value, &values);
	if (row->argument)
		fprintf(out, ":%s:_dda_take %s", row->argument, values ? row->name : row->argument);
	fputs("'\n", out);
}

static void zsh_options(uint64_t options, FILE *out)
{
	for (const struct option_row *row = option_rows; row->name; row++)
		if (options & (uint64_t)row->id)
			zsh_option(row, out);
}

static void zsh_command(const struct command *command, FILE *out)
{
	fprintf(out, "    %s) specs=(\n", command->name);
	zsh_options(command->options, out);
	if (*command->arguments) {
		fputs("        '*: :_dda_take", out);
		operands_of(command, put_word, out);
		fputs("'\n", out);
	}
	fputs("    ) ;;\n", out);
}

static void zsh_values(const struct option_row *row, FILE *out)
{
	unsigned count = 0;

	option_values(row, count_value, &count);
	if (count == 0)
		return;
	fprintf(out, "    %s) values=(", row->name);
	option_values(row, zsh_value, out);
	fputs(" ) ;;\n", out);
}

void shell_zsh(FILE *out)
{
	fputs("_dda_commands=(\n", out);
	for (size_t i = 0; commands[i]; i++) {
		fprintf(out, "    '%s:", commands[i]->name);
		zsh_text(commands[i]->summary, "", out);
		fputs("'\n", out);
	}
	fputs(")\n_dda_codes=(", out);
	for (const struct meaning *row = meanings; row->code; row++)
		zsh_value(row->code, out);
	fputs(" )\n_dda_global=(\n", out);
	zsh_options(OPTIONS_GLOBAL, out);
	fputs(")\n\n# What a command takes.\n_dda_command() {\n    case $1 in\n", out);
	for (size_t i = 0; commands[i]; i++)
		zsh_command(commands[i], out);
	fputs("    esac\n}\n\n# Of which values an option is.\n_dda_values() {\n    case $1 in\n",
	      out);
	for (const struct option_row *row = option_rows; row->name; row++)
		zsh_values(row, out);
	fputs("    esac\n}\n", out);
}
