/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "cli/cli.h"

/* The page of a command. `date`: of the texts. */
void page_of_command(const struct command *command, const char *date, FILE *out);

/* Pieces of the pages that are written by hand. */
void page_reading_commands(FILE *out);
void page_changing_commands(FILE *out);
void page_global_options(FILE *out);
void page_devices(FILE *out);
void page_hosts(FILE *out);
void page_statuses(FILE *out);
void page_findings(FILE *out);
void page_see_commands(FILE *out);
