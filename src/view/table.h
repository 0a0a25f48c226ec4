/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "view/view.h"

/* One column of a table. */
struct column {
	const char *title;
	bool shrinks;  /* gives way when the table is wider than the terminal */
	bool drops;    /* is left out when names would have to give way too far */
	bool coloured; /* states and verdicts */
};

/* Rows are filled cell by cell, from left to right; the texts are copied. */
struct table {
	const struct column *columns;
	size_t column_count;
	char **items; /* the cells, row after row */
	size_t count;
	bool out_of_memory;
};

void table_deinit(struct table *table);

/* The next cell. NULL stands for "nothing": "-". */
void table_add(struct table *table, const char *text);

/*
 * Title row and all rows, each line behind `indent` blanks; nothing when there are no rows.
 * Returns 0, or -ENOMEM also when a table_add() failed.
 */
int table_print(const struct table *table, unsigned indent, const struct view_style *style,
                FILE *out);
