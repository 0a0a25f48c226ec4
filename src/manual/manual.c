/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is made of the tables of commands, options and findings when dda is built: a file in which
 * a line "@PIECE@" stands for a piece of that, and the pages of the commands.
 *
 *   manual fill FILE DATE         the file, filled in
 *   manual pages FOLDER DATE      dda-COMMAND.1 of each command
 *   manual readme README.md [LANGUAGE]
 *                                 what that is to be: between <!-- PIECE --> and <!-- end -->
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "manual/pages.h"
#include "manual/shell.h"
#include "manual/tables.h"

static const struct {
	const char *name;
	void (*put)(FILE *out);
} pieces[] = {
        {"reading commands", page_reading_commands},
        {"changing commands", page_changing_commands},
        {"options of every command", page_global_options},
        {"devices", page_devices},
        {"hosts", page_hosts},
        {"exit statuses", page_statuses},
        {"pages of commands", page_see_commands},
        {"findings", page_findings},
        {"tables for bash", shell_bash},
        {"tables for zsh", shell_zsh},
        {"table of commands", table_commands},
        {"table of options", table_options},
        {"table of exit statuses", table_statuses},
};

/* The piece that a line "BEGIN NAME END" stands for, or NULL. */
static void (*piece_of(const char *line, const char *begin, const char *end))(FILE *out)
{
	const char *name = text_after(line, begin);

	for (size_t i = 0; name && i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		const char *rest = text_after(name, pieces[i].name);

		if (rest && text_equal(rest, end))
			return pieces[i].put;
	}
	return NULL;
}

/* A line of a file in which @date@ and @version@ stand for these. */
static void put_line(const char *line, const char *date)
{
	static const char *const names[] = {"@date@", "@version@"};
	const char *values[] = {date, DDA_VERSION};

	for (; *line; line++)
		for (size_t i = 0; i <= 2; i++) {
			if (i == 2) {
				putchar(*line);
			} else if (text_after(line, names[i])) {
				fputs(values[i], stdout);
				line += strlen(names[i]) - 1;
				break;
			}
		}
}

static void fill(FILE *file, const char *date)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, file) > 0) {
		void (*put)(FILE * out) = piece_of(line, "@", "@\n");

		if (put)
			put(stdout);
		else
			put_line(line, date);
	}
	free(line);
}

static void renew(FILE *file)
{
	bool old = false;
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, file) > 0) {
		void (*put)(FILE * out) = piece_of(line, "<!-- ", " -->\n");

		old &= !text_equal(line, "<!-- end -->\n");
		if (!old)
			fputs(line, stdout);
		if (put) {
			put(stdout);
			old = true;
		}
	}
	free(line);
}

static int write_pages(const char *folder, const char *date)
{
	for (size_t i = 0; commands[i]; i++) {
		char name[4096];
		FILE *out;

		snprintf(name, sizeof(name), "%s/dda-%s.1", folder, commands[i]->name);
		out = fopen(name, "w");
		if (!out)
			return -errno;
		page_of_command(commands[i], date, out);
		if (fclose(out) != 0)
			return -errno;
	}
	return 0;
}

/* `date`: of the texts; or the language of a README. */
static int run(const char *what, const char *path, const char *date)
{
	FILE *file = text_equal(what, "pages") ? NULL : fopen(path, "r");

	if (text_equal(what, "pages"))
		return write_pages(path, date);
	if (!file)
		return -errno;
	if (text_equal(what, "readme") && *date && translate_to(date) < 0)
		return -EINVAL;
	if (text_equal(what, "readme"))
		renew(file);
	else
		fill(file, date);
	fclose(file);
	return fflush(stdout) == 0 ? 0 : -errno;
}

int main(int argc, char **argv)
{
	int r = argc < 3 ? -EINVAL : run(argv[1], argv[2], argc > 3 ? argv[3] : "");

	if (r < 0)
		fprintf(stderr, "manual: %s\n", strerror(-r));
	return r < 0;
}
