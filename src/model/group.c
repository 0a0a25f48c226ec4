/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/group.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"

struct member {
	uint64_t group;
	unsigned index;
};

static int compare(const void *a, const void *b)
{
	const struct member *one = a, *other = b;

	if (one->group != other->group)
		return one->group < other->group ? -1 : 1;
	return one->index < other->index ? -1 : 1;
}

/* Each is alone to begin with; those that are in a group are listed. */
static size_t list_members(struct dda_inventory *inventory, struct member *members)
{
	size_t count = 0;

	for (unsigned i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		function->group_first = function->group_next = i;
		if (fact_is_present(function->group.fact))
			members[count++] = (struct member){function->group.value, i};
	}
	return count;
}

int groups_link(struct dda_inventory *inventory)
{
	_cleanup_free_ struct member *members = calloc(inventory->functions.count + 1,
	                                               sizeof(*members));
	struct dda_function *functions = inventory->functions.items;
	size_t count;

	if (!members)
		return -ENOMEM;
	count = list_members(inventory, members);
	qsort(members, count, sizeof(*members), compare);
	for (size_t i = 1; i < count; i++) {
		struct dda_function *before = &functions[members[i - 1].index];

		if (members[i].group != members[i - 1].group)
			continue;
		functions[members[i].index].group_first = before->group_first;
		functions[members[i].index].group_next = before->group_first;
		before->group_next = members[i].index;
	}
	return 0;
}
