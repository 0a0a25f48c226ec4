/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/colour.h"

#include "base/text.h"

#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define RESET "\033[0m"

static const struct {
	const char *word, *colour;
} colours[] = {
        {"assignable", GREEN},
        {"assignable-with-warnings", YELLOW},
        {"not-assignable", RED},
        {"cannot-tell", YELLOW},
        {"with warnings", YELLOW},
        {"not assignable", RED},
        {"cannot tell", YELLOW},
        {"undecided", YELLOW},
        {"ok", GREEN},
        {"blocker", RED},
        {"warning", YELLOW},
        {"missing", RED},
};

const char *colour_begin(const struct view_style *style, const char *word)
{
	for (size_t i = 0; style->colour && i < sizeof(colours) / sizeof(colours[0]); i++)
		if (text_equal(word, colours[i].word))
			return colours[i].colour;
	return "";
}

const char *colour_end(const struct view_style *style, const char *word)
{
	return *colour_begin(style, word) ? RESET : "";
}
