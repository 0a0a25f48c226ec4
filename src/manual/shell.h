/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

/* What packaging/completion/ needs of the tables, for bash and for zsh. */
void shell_bash(FILE *out);
void shell_zsh(FILE *out);
