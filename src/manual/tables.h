/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

/* The tables of README.md. */
void table_commands(FILE *out);
void table_options(FILE *out);
void table_statuses(FILE *out);
