/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/help.h"

#include <string.h>

#include "base/translate.h"
#include "cli/options.h"

static const char about_devices[] =
        "DEVICE is a location path, PCIROOT(0)#PCI(0300)#PCI(0000), an address, 01:00.0 or\n"
        "0000:01:00, vendor:device in hexadecimal, 10de:1db1, or a quoted name pattern,\n"
        "\"NVIDIA*\". It stands for the whole card.\n";

static const char about_hosts[] =
        "HOST is local, snapshot:FILE, what \"dda capture\" wrote on some host, or lspci:FILE, "
        "the\n"
        "output of \"lspci -vvv\" there; on Linux also root:DIR, a copy of another host's /sys "
        "and\n"
        "/proc; on Windows also hyperv:NAME, another Hyper-V host. Copies are only read.\n";

static const char about_status[] =
        "Exit status: 0 done, or yes; 1 the answer is no, nothing was changed; 2 wrong usage;\n"
        "3 failed and rolled back; 4 failed, and something is left; 5 busy.\n";

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
	fprintf(out, _("\n%s\n%s\n%s\n\"dda help COMMAND\" tells more about one.\n"),
	        _(about_devices), _(about_hosts), _(about_status));
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
	if (strstr(command->arguments, "DEVICE"))
		fprintf(out, "\n%s", _(about_devices));
}
