/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/nearest.h"

#include <string.h>

#define LONGEST 32u /* longer words are near to nothing */
#define NEAR 2u     /* letters that may differ */

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* How many letters must be put in, left out or changed to make `b` out of `a`. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[LONGEST + 1], length = (unsigned)strlen(b);

	for (unsigned j = 0; j <= length; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1]; i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= length; j++) {
			unsigned above = row[j];

			row[j] = least(above + 1, row[j - 1] + 1,
			               diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[length];
}

const char *nearest(const char *word, const char *const *names, size_t count)
{
	const char *best = NULL;
	unsigned best_distance = NEAR + 1;

	if (strlen(word) > LONGEST)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		unsigned d = distance(word, names[i]);

		if (d < best_distance && d < strlen(names[i])) {
			best = names[i];
			best_distance = d;
		}
	}
	return best;
}
