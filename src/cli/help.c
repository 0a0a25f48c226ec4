/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/help.h"

#include <string.h>

#include "base/translate.h"
#include "cli/options.h"

const char help_devices[] =
        "DEVICE is a location path, PCIROOT(0)#PCI(0300)#PCI(0000), an address, 01:00.0 or\n"
        "0000:01:00, vendor:device in hexadecimal, 10de:1db1, or a quoted name pattern,\n"
        "\"NVIDIA*\". It stands for the whole card.\n";

const char help_hosts[] =
        "HOST is local, snapshot:FILE, what \"dda capture\" wrote on some host, or lspci:FILE, "
        "the\n"
        "output of \"lspci -vvv\" there; on Linux also root:DIR, a copy of another host's /sys "
        "and\n"
        "/proc; on Windows also hyperv:NAME, another Hyper-V host. Copies are only read.\n";

const char *const help_statuses[] = {
        "done, or yes",
        "the answer is no; nothing was changed",
        "wrong usage; nothing was changed",
        "failed, and what was done is undone; so is what was not confirmed in time",
        ("failed, and something is left (\"dda status\"); or a VM was started and has not all it "
         "was given"),
        "another transaction is about one of these cards or VMs; nothing was changed",
        NULL,
};

static void help_options(uint64_t options, FILE *out)
{
	for (const struct option_row *row = option_rows; row->name; row++) {
		char typed[40];

		if (!(options & row->id))
			continue;
		snprintf(typed, sizeof(typed), "--%s%s%s", row->name, row->argument ? " " : "",
		         row->argument ? row->argument : "");
		if (row->letter)
			fprintf(out, "  -%c, %-16s  %s\n", row->letter, typed, _(row->summary));
		else
			fprintf(out, "  %-20s  %s\n", typed, _(row->summary));
	}
}

static void help_commands(bool changes, FILE *out)
{
	for (size_t i = 0; commands[i]; i++)
		if (commands[i]->changes == changes)
			fprintf(out, "  %-10s  %s\n", commands[i]->name, _(commands[i]->summary));
}

static void help_examples(const struct example *examples, FILE *out)
{
	if (examples)
		fputs(_("\nExamples:\n"), out);
	for (; examples && examples->line; examples++)
		fprintf(out, "  %s\n      %s\n", examples->line, _(examples->what));
}

void help_all(FILE *out)
{
	fputs(_("Usage: dda [OPTION...] COMMAND [ARGUMENT...]\n"
	        "Hands whole PCI Express devices of a host to VMs and takes them back.\n"
	        "\n"
	        "Commands that only read:\n"),
	      out);
	help_commands(false, out);
	fputs(_("\nCommands that change something:\n"), out);
	help_commands(true, out);
	fputs(_("\nOptions of every command, before or after it:\n"), out);
	help_options(OPTIONS_GLOBAL, out);
	fprintf(out, _("\n%s\n%s\nExit status:\n"), _(help_devices), _(help_hosts));
	for (int i = 0; help_statuses[i]; i++)
		fprintf(out, "  %d  %s\n", i, _(help_statuses[i]));
	fputs(_("\n\"dda help COMMAND\" tells more about one. Why can't a card be given to a VM?\n"
	        "\"dda survey DEVICE\" says so, \"dda help CODE\" and \"dda help findings\" what "
	        "that means.\n"),
	      out);
}

void help_command(const struct command *command, FILE *out)
{
	fprintf(out, _("Usage: dda [OPTION...] %s%s%s\n%s.\n"), command->name,
	        *command->arguments ? " " : "", command->arguments, _(command->summary));
	if (command->text)
		fprintf(out, "\n%s", _(command->text));
	if (command->options)
		fputs(_("\nOptions:\n"), out);
	help_options(command->options, out);
	fputs(_("\nOptions of every command:\n"), out);
	help_options(OPTIONS_GLOBAL, out);
	help_examples(command->examples, out);
	if (strstr(command->arguments, "DEVICE"))
		fprintf(out, "\n%s", _(help_devices));
}
