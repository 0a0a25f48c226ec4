/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "cli/cli.h"

/* All commands and the options that each of them takes. */
void help_all(FILE *out);

/* One command in full. */
void help_command(const struct command *command, FILE *out);
