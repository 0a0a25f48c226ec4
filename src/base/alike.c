/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alike.h"

#include <stdlib.h>

#include "base/cleanup.h"

struct place {
	const void *item;
	size_t index;
	comparison compare;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *one = a, *other = b;
	int order = one->compare(one->item, other->item);

	if (order != 0)
		return order;
	return one->index < other->index ? -1 : 1;
}

struct alike *alike_find(const void *items, size_t count, size_t size, comparison compare)
{
	_cleanup_free_ struct place *places = calloc(count + 1, sizeof(*places));
	struct alike *alike = calloc(count + 1, sizeof(*alike));

	if (!places || !alike) {
		free(alike);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		places[i] = (struct place){(const char *)items + i * size, i, compare};
	qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; i < count; i++) {
		size_t index = places[i].index;

		alike[index] = (struct alike){.first = index, .next = count};
		if (i == 0 || compare(places[i - 1].item, places[i].item) != 0)
			continue;
		alike[index].first = alike[places[i - 1].index].first;
		alike[places[i - 1].index].next = index;
	}
	return alike;
}
