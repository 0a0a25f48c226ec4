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

/* The rows of a table that is too long to be kept twice. */
struct table_rows {
	const struct column *columns;
	size_t column_count;
	size_t count;
	/* Tells the cells of a row, which are clean (see clean.h); asked in order, and more than
	 * once. NULL and "" stand for nothing. */
	void (*tell)(const void *data, size_t row, const char **cells);
	const void *data;
};

/* As table_print(). */
int table_print_rows(const struct table_rows *rows, unsigned indent, const struct view_style *style,
                     FILE *out);
