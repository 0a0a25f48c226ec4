/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "cli/cli.h"

/* What DEVICE and HOST are, and what each exit status means, from 0 on (ends with NULL). */
extern const char help_devices[], help_hosts[];
extern const char *const help_statuses[];

/* All commands and the options that each of them takes. */
void help_all(FILE *out);

/* One command in full. */
void help_command(const struct command *command, FILE *out);
