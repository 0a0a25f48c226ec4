/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/table.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/translate.h"
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
	char *copy = strdup(text ? text : ""), **cell = copy ? ARRAY_ADD(table) : NULL;

	if (!cell) {
		free(copy);
		table->out_of_memory = true;
		return;
	}
	text_clean(copy);
	*cell = copy;
}

/* A table as it is printed. */
struct layout {
	const struct table_rows *rows;
	size_t *widths;     /* of the columns; 0: it is left out */
	const char **cells; /* of one row */
};

static void tell_row(const struct layout *layout, size_t row)
{
	const struct table_rows *rows = layout->rows;

	rows->tell(rows->data, row, layout->cells);
	for (size_t i = 0; i < rows->column_count; i++)
		if (!layout->cells[i] || !*layout->cells[i])
			layout->cells[i] = "-";
}

/* Words that have a colour are words of the documents: people are told them in their language. */
static const char *text_at(const struct layout *layout, size_t column)
{
	const char *cell = layout->cells[column];

	return layout->rows->columns[column].coloured ? _(cell) : cell;
}

static void widen(const struct layout *layout)
{
	for (size_t i = 0; i < layout->rows->column_count; i++) {
		size_t cell = text_columns(text_at(layout, i));

		if (cell > layout->widths[i])
			layout->widths[i] = cell;
	}
}

static void tell_titles(const struct layout *layout)
{
	for (size_t i = 0; i < layout->rows->column_count; i++)
		layout->cells[i] = _(layout->rows->columns[i].title);
}

static void measure(const struct layout *layout)
{
	tell_titles(layout);
	widen(layout);
	for (size_t i = 0; i < layout->rows->count; i++) {
		tell_row(layout, i);
		widen(layout);
	}
}

/* The width of a row in which columns that can give way have no more than `most`. */
static size_t row_width(const struct layout *layout, size_t most)
{
	const size_t *widths = layout->widths;
	size_t total = 0;

	for (size_t i = 0; i < layout->rows->column_count; i++) {
		bool gives = layout->rows->columns[i].shrinks && widths[i] > most;

		if (widths[i])
			total += (total ? GAP : 0) + (gives ? most : widths[i]);
	}
	return total;
}

/* Leaves out what can be left out when names would not be readable any more. */
static void drop(const struct layout *layout, size_t room)
{
	for (size_t i = 0; i < layout->rows->column_count; i++)
		if (layout->rows->columns[i].drops && row_width(layout, READABLE) > room)
			layout->widths[i] = 0;
}

/* Takes what is too much for the terminal from the columns that can give way. */
static void fit(const struct layout *layout, size_t room)
{
	size_t *widths = layout->widths, total;

	drop(layout, room);
	total = row_width(layout, SIZE_MAX);
	for (size_t i = 0; i < layout->rows->column_count && total > room; i++) {
		size_t excess = total - room, spare;

		if (!layout->rows->columns[i].shrinks || widths[i] <= SHRINKS_TO)
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

static void print_row(const struct layout *layout, bool title, unsigned indent,
                      const struct view_style *style, FILE *out)
{
	const size_t *widths = layout->widths;
	size_t pad = indent;

	for (size_t i = 0; i < layout->rows->column_count; i++) {
		const char *text = layout->cells[i];
		bool coloured = !title && layout->rows->columns[i].coloured;

		if (!widths[i])
			continue;
		/* The gap is written before a cell, so that no line ends in blanks. */
		fprintf(out, "%*s", (int)pad, "");
		fputs(coloured ? colour_begin(style, text) : "", out);
		pad = widths[i] + GAP - print_cut(text_at(layout, i), widths[i], out);
		fputs(coloured ? colour_end(style, text) : "", out);
	}
	fputc('\n', out);
}

int table_print_rows(const struct table_rows *rows, unsigned indent, const struct view_style *style,
                     FILE *out)
{
	_cleanup_free_ size_t *widths = calloc(rows->column_count, sizeof(*widths));
	_cleanup_free_ const char **cells = calloc(rows->column_count, sizeof(*cells));
	const struct layout layout = {rows, widths, cells};

	if (!widths || !cells)
		return -ENOMEM;
	if (rows->count == 0)
		return 0;
	measure(&layout);
	if (style->width)
		fit(&layout, style->width > indent ? style->width - indent : 1);
	tell_titles(&layout);
	print_row(&layout, true, indent, style, out);
	for (size_t i = 0; i < rows->count; i++) {
		tell_row(&layout, i);
		print_row(&layout, false, indent, style, out);
	}
	return 0;
}

static void tell_cells(const void *data, size_t row, const char **cells)
{
	const struct table *table = data;

	for (size_t i = 0; i < table->column_count; i++)
		cells[i] = table->items[row * table->column_count + i];
}

int table_print(const struct table *table, unsigned indent, const struct view_style *style,
                FILE *out)
{
	const struct table_rows rows = {
	        .columns = table->columns,
	        .column_count = table->column_count,
	        .count = table->count / table->column_count,
	        .tell = tell_cells,
	        .data = table,
	};

	return table->out_of_memory ? -ENOMEM : table_print_rows(&rows, indent, style, out);
}
