/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/wrap.h"

#include <string.h>

#include "base/cleanup.h"
#include "view/clean.h"
#include "view/columns.h"

#define LEAST_ROOM 20u /* columns for words, however narrow the terminal is */

static size_t room_behind(unsigned column, const struct view_style *style)
{
	return style->width > column + LEAST_ROOM ? style->width - column : LEAST_ROOM;
}

static void write_lines(const char *text, unsigned column, unsigned indent,
                        const struct view_style *style, FILE *out)
{
	for (;;) {
		size_t length = text_line(text, room_behind(column, style));

		fwrite(text, 1, length, out);
		text += length + strspn(text + length, " ");
		if (!*text)
			return;
		fprintf(out, "\n%*s", (int)indent, "");
		column = indent;
	}
}

void text_wrap(const char *text, unsigned column, unsigned indent, const struct view_style *style,
               FILE *out)
{
	_cleanup_free_ char *copy = text ? strdup(text) : NULL;

	if (copy)
		text_clean(copy);
	if (copy && style->width)
		write_lines(copy + strspn(copy, " "), column, indent, style, out);
	else if (copy)
		fputs(copy, out);
	fputc('\n', out);
}
