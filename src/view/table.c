/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/table.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "view/clean.h"
#include "view/colour.h"
#include "view/columns.h"

#define GAP 2          /* blanks between two columns */
#define READABLE 24u   /* columns of a name for whose sake others are left out */
#define SHRINKS_TO 12u /* those that it keeps in any case */

void table_deinit(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free(table->items[i]);
	free(table->items);
}

void table_add(struct table *table, const char *text)
{
	char *copy = strdup(text && *text ? text : "-"), **cell = copy ? ARRAY_ADD(table) : NULL;

	if (!cell) {
		free(copy);
		table->out_of_memory = true;
		return;
	}
	text_clean(copy);
	*cell = copy;
}

static size_t column_width(const struct table *table, size_t column)
{
	size_t width = text_columns(table->columns[column].title);

	for (size_t i = column; i < table->count; i += table->column_count) {
		size_t cell = text_columns(table->items[i]);

		width = cell > width ? cell : width;
	}
	return width;
}

/* The width of a row in which columns that can give way have no more than `most`. */
static size_t row_width(const struct table *table, const size_t *widths, size_t most)
{
	size_t total = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		bool gives = table->columns[i].shrinks && widths[i] > most;

		if (widths[i])
			total += (total ? GAP : 0) + (gives ? most : widths[i]);
	}
	return total;
}

/* Leaves out what can be left out when names would not be readable any more. */
static void drop(const struct table *table, size_t *widths, size_t room)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].drops && row_width(table, widths, READABLE) > room)
			widths[i] = 0;
}

/* Takes what is too much for the terminal from the columns that can give way. */
static void fit(const struct table *table, size_t *widths, size_t room)
{
	size_t total;

	drop(table, widths, room);
	total = row_width(table, widths, SIZE_MAX);
	for (size_t i = 0; i < table->column_count && total > room; i++) {
		size_t excess = total - room, spare;

		if (!table->columns[i].shrinks || widths[i] <= SHRINKS_TO)
			continue;
		spare = widths[i] - SHRINKS_TO;
		widths[i] -= excess < spare ? excess : spare;
		total -= excess < spare ? excess : spare;
	}
}

/* Writes what fits into `width` columns; a text that is cut ends in "..". Returns the columns used.
 */
static size_t print_cut(const char *text, size_t width, FILE *out)
{
	size_t columns = text_columns(text), cut;

	if (columns <= width) {
		fputs(text, out);
		return columns;
	}
	cut = text_bytes(text, width - 2);
	fwrite(text, 1, cut, out);
	fputs("..", out);
	/* Less than `width` where half a wide character would have had room. */
	return columns - text_columns(text + cut) + 2;
}

static void print_row(const struct table *table, char *const *cells, const size_t *widths,
                      unsigned indent, const struct view_style *style, FILE *out)
{
	size_t pad = indent;

	for (size_t i = 0; i < table->column_count; i++) {
		const char *text = cells ? cells[i] : table->columns[i].title;
		bool coloured = cells && table->columns[i].coloured;

		if (!widths[i])
			continue;
		/* The gap is written before a cell, so that no line ends in blanks. */
		fprintf(out, "%*s", (int)pad, "");
		fputs(coloured ? colour_begin(style, text) : "", out);
		pad = widths[i] + GAP - print_cut(text, widths[i], out);
		fputs(coloured ? colour_end(style, text) : "", out);
	}
	fputc('\n', out);
}

int table_print(const struct table *table, unsigned indent, const struct view_style *style,
                FILE *out)
{
	_cleanup_free_ size_t *widths = calloc(table->column_count, sizeof(*widths));

	if (!widths || table->out_of_memory)
		return -ENOMEM;
	if (table->count == 0)
		return 0;
	for (size_t i = 0; i < table->column_count; i++)
		widths[i] = column_width(table, i);
	if (style->width)
		fit(table, widths, style->width > indent ? style->width - indent : 1);
	print_row(table, NULL, widths, indent, style, out);
	for (size_t i = 0; i + table->column_count <= table->count; i += table->column_count)
		print_row(table, &table->items[i], widths, indent, style, out);
	return 0;
}
