/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/cli.h"

/* One option, for the parser and for the help. */
struct option_row {
	enum option id;
	char letter; /* 0: none */
	const char *name;
	const char *argument; /* NULL: none */
	const char *summary;
};

/* Ends with a NULL name. */
extern const struct option_row option_rows[];

/*
 * Sorts the words of the command line into *ret. Options may stand anywhere; "--" ends them; words
 * after --spread are VMs. Returns 0, or a negative errno with an error set; invocation_deinit() in
 * both cases.
 */
int invocation_parse(int argc, char **argv, struct invocation *ret, struct dda_error **ret_error);

void invocation_deinit(struct invocation *invocation);
