/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/options.h"

/* Calls `tell` for each word that a command takes besides options, as its usage line names it:
 * "DEVICE", "VM", "findings". */
void operands_of(const struct command *command, void (*tell)(const char *word, void *data),
                 void *data);

/* Calls `tell` for each value that an option can have, where these are a closed set. */
void option_values(const struct option_row *row, void (*tell)(const char *value, void *data),
                   void *data);
