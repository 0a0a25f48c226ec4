/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/group.h"

#include <errno.h>

#include "base/cleanup.h"
#include "host/pci/alias.h"

/* Behind Intel VMD functions have domains of their own, and another function's address. */
#define DOMAIN_FIRMWARE_MAX 0xffff

/*
 * The rule is run twice, with everything that is not known for the best and for the worst. Whatever
 * is the case lies between: a group that is the same in both is certain.
 */
struct grouping {
	const struct group_function *functions;
	size_t count;
	enum answer *isolated; /* by ACS; of each function */
	int *group;            /* a member of lower index, or itself: it is the first */
	int *size;             /* of the group whose first member it is */
	bool worst;
};

static bool may_be(const struct grouping *grouping, enum answer answer)
{
	return answer == ANSWER_UNKNOWN ? grouping->worst : answer == ANSWER_YES;
}

static bool passes_on(const struct grouping *grouping, int index)
{
	enum answer isolated = grouping->isolated[index];

	return isolated == ANSWER_UNKNOWN ? grouping->worst : isolated == ANSWER_NO;
}

static int first_of(const struct grouping *grouping, int index)
{
	while (grouping->group[index] != index)
		index = grouping->group[index];
	return index;
}

static void join(struct grouping *grouping, int a, int b)
{
	int first = first_of(grouping, a), other = first_of(grouping, b);

	if (first < other)
		grouping->group[other] = first;
	else
		grouping->group[first] = other;
}

static bool same_bus(const struct group_function *a, const struct group_function *b)
{
	return a->address.domain == b->address.domain && a->address.bus == b->address.bus;
}

/* True when it is a downstream port, which has one device below: more of them are ARI (PCIe 6.13).
 */
static bool leads_to_one_device(const struct pci_config *config)
{
	return config->express.present && (config->express.port_type == PORT_ROOT ||
	                                   config->express.port_type == PORT_DOWNSTREAM);
}

/* As the kernel counts: all but the first, whatever they say. Not asked of virtual functions. */
static enum answer is_multifunction(const struct group_function *functions, int index)
{
	const struct group_function *function = &functions[index];

	if (function->address.function > 0)
		return ANSWER_YES;
	if (function->address.device > 0 && function->parent >= 0 &&
	    leads_to_one_device(functions[function->parent].config))
		return ANSWER_YES;
	return function->config->header_known ? answer_of(function->config->multifunction)
	                                      : ANSWER_UNKNOWN;
}

/*
 * Whether requests from below carry its own address instead of their sender's
 * (drivers/pci/search.c, pci_for_each_dma_alias): everything that leads to conventional PCI, or
 * hangs on it.
 */
static enum answer hides_senders(const struct pci_config *config)
{
	if (config->express.present)
		return answer_of(config->express.port_type == PORT_TO_PCI ||
		                 config->express.port_type == PORT_FROM_PCI);
	return config->capabilities_known ? ANSWER_YES : ANSWER_UNKNOWN;
}

/* Joins it with bridges above that hide it, or that its traffic may turn round at. */
static void join_upwards(struct grouping *grouping, int index)
{
	const struct group_function *functions = grouping->functions;
	bool turns = false;
	size_t steps = 0;

	for (int up = functions[index].parent; up >= 0 && steps < grouping->count; steps++) {
		if (may_be(grouping, hides_senders(functions[up].config)))
			join(grouping, index, up);
		turns |= passes_on(grouping, up);
		up = functions[up].parent;
	}
	if (turns)
		join(grouping, index, functions[index].parent);
}

/* Functions of one slot that don't keep their traffic apart. */
static void join_slot(struct grouping *grouping, int index)
{
	const struct group_function *functions = grouping->functions;
	const struct address address = functions[index].address;

	if (!may_be(grouping, is_multifunction(functions, index)) || !passes_on(grouping, index))
		return;
	for (int i = index - 1; i >= 0 && address_same_slot(functions[i].address, address); i--)
		if (passes_on(grouping, i))
			join(grouping, index, i);
	for (size_t i = (size_t)index + 1;
	     i < grouping->count && address_same_slot(functions[i].address, address); i++)
		if (passes_on(grouping, (int)i))
			join(grouping, index, (int)i);
}

static enum answer are_aliases(const struct group_function *a, const struct group_function *b)
{
	if (a->virtual_function)
		return ANSWER_NO;
	return alias_of(a->address, a->config, a->parent < 0, b->address);
}

static size_t first_on_bus(const struct grouping *grouping, int index)
{
	const struct group_function *functions = grouping->functions;

	while (index > 0 && same_bus(&functions[index - 1], &functions[index]))
		index--;
	return (size_t)index;
}

static void join_aliases(struct grouping *grouping, int index)
{
	const struct group_function *functions = grouping->functions;

	for (size_t i = first_on_bus(grouping, index);
	     i < grouping->count && same_bus(&functions[i], &functions[index]); i++)
		if ((int)i != index &&
		    may_be(grouping, are_aliases(&functions[index], &functions[i])))
			join(grouping, index, (int)i);
}

static void run_rule(struct grouping *grouping, bool worst)
{
	grouping->worst = worst;
	for (size_t i = 0; i < grouping->count; i++) {
		grouping->group[i] = (int)i;
		grouping->size[i] = 0;
	}
	for (size_t i = 0; i < grouping->count; i++) {
		join_upwards(grouping, (int)i);
		join_slot(grouping, (int)i);
		join_aliases(grouping, (int)i);
	}
	for (size_t i = 0; i < grouping->count; i++) {
		grouping->group[i] = first_of(grouping, (int)i);
		grouping->size[grouping->group[i]]++;
	}
}

static unsigned depth_of(const struct grouping *grouping, int index)
{
	unsigned depth = 0;

	for (; grouping->functions[index].parent >= 0 && depth < grouping->count; depth++)
		index = grouping->functions[index].parent;
	return depth;
}

/* Why a bridge binds what is below it; GROUP_ALONE when it does not. */
static enum group_reason reason_of_bridge(const struct grouping *grouping, int bridge)
{
	const struct pci_config *config = grouping->functions[bridge].config;

	if (hides_senders(config) == ANSWER_YES)
		return GROUP_NOT_EXPRESS;
	if (grouping->isolated[bridge] != ANSWER_NO)
		return GROUP_ALONE;
	return config->acs.present ? GROUP_ACS_OFF : GROUP_NO_ACS;
}

/* The bridge above a function that binds it, or itself when it does that to others; nearest to the
 * root, because whoever mends that one mends all. */
static bool blame_bridge(const struct grouping *grouping, int index, struct group_answer *answer)
{
	size_t steps = 0;

	for (int up = index;
	     up >= 0 && grouping->group[up] == grouping->group[index] && steps++ < grouping->count;
	     up = grouping->functions[up].parent) {
		enum group_reason reason = GROUP_ALONE;

		if (config_is_bridge(grouping->functions[up].config))
			reason = reason_of_bridge(grouping, up);
		if (reason == GROUP_ALONE)
			continue;
		answer->cause = up;
		answer->reason = reason;
	}
	return answer->cause >= 0;
}

/* Whether it is known to pass on traffic to others of its slot and group. */
static bool is_like(const struct grouping *grouping, int a, int b)
{
	return a != b && grouping->group[a] == grouping->group[b] &&
	       grouping->isolated[a] == ANSWER_NO && grouping->isolated[b] == ANSWER_NO;
}

/* The first of its slot that is like it, -1 for none. */
static int find_twin(const struct grouping *grouping, int index)
{
	const struct group_function *functions = grouping->functions;
	int first = index;

	while (first > 0 &&
	       address_same_slot(functions[first - 1].address, functions[index].address))
		first--;
	for (int i = first; i < (int)grouping->count &&
	                    address_same_slot(functions[i].address, functions[index].address);
	     i++)
		if (is_like(grouping, index, i))
			return i;
	return -1;
}

/* Whether it uses the address of another one of its group. */
static bool borrows(const struct grouping *grouping, int index)
{
	const struct group_function *functions = grouping->functions;

	for (size_t i = first_on_bus(grouping, index);
	     i < grouping->count && same_bus(&functions[i], &functions[index]); i++)
		if ((int)i != index && grouping->group[i] == grouping->group[index] &&
		    are_aliases(&functions[index], &functions[i]) == ANSWER_YES)
			return true;
	return false;
}

/* Without a bridge to blame: the functions of a slot, or one that uses another's address. */
static void blame_function(const struct grouping *grouping, int index, struct group_answer *answer)
{
	int twin = find_twin(grouping, index);

	if (twin >= 0) {
		answer->cause = twin < index ? twin : index;
		answer->reason = GROUP_FUNCTIONS;
	} else if (borrows(grouping, index)) {
		answer->cause = index;
		answer->reason = GROUP_ALIAS;
	}
}

static void blame(const struct grouping *grouping, int index, struct group_answer *answer)
{
	if (grouping->size[grouping->group[index]] < 2)
		return;
	if (!blame_bridge(grouping, index, answer))
		blame_function(grouping, index, answer);
}

/* Whoever has nobody of its own to blame is there because of others: theirs, nearest to the root.
 */
static void blame_others(const struct grouping *grouping, struct group_answer *answers,
                         int *of_group)
{
	for (size_t i = 0; i < grouping->count; i++)
		of_group[i] = -1;
	for (size_t i = 0; i < grouping->count; i++) {
		int *best = &of_group[grouping->group[i]];

		if (answers[i].cause >= 0 &&
		    (*best < 0 || depth_of(grouping, answers[i].cause) <
		                          depth_of(grouping, answers[*best].cause)))
			*best = (int)i;
	}
	for (size_t i = 0; i < grouping->count; i++) {
		int best = of_group[grouping->group[i]];

		if (grouping->size[grouping->group[i]] > 1 && answers[i].cause < 0 && best >= 0)
			answers[i] = answers[best];
	}
}

/* Groups of the worst case, as far as they are those of the best case, of which there are the
 * sizes.
 */
static void answer_all(const struct grouping *grouping, const int *best_sizes, int *of_group,
                       struct group_answer *ret_answers)
{
	const struct group_answer none = {.group = -1, .cause = -1};

	for (size_t i = 0; i < grouping->count; i++) {
		ret_answers[i] = none;
		blame(grouping, (int)i, &ret_answers[i]);
	}
	blame_others(grouping, ret_answers, of_group);
	for (size_t i = 0; i < grouping->count; i++) {
		int group = grouping->group[i];
		bool certain = best_sizes[i] == grouping->size[group] &&
		               grouping->functions[i].address.domain <= DOMAIN_FIRMWARE_MAX;

		if (certain)
			ret_answers[i].group = group;
		else
			ret_answers[i] = none;
	}
}

static void find_isolated(const struct acs_host *host, struct grouping *grouping)
{
	for (size_t i = 0; i < grouping->count; i++) {
		const struct group_function *function = &grouping->functions[i];

		grouping->isolated[i] =
		        function->virtual_function
		                ? ANSWER_YES
		                : acs_isolates(host, function->config,
		                               is_multifunction(grouping->functions, (int)i),
		                               function->parent < 0);
	}
}

int group_compute(const struct acs_host *host, const struct group_function *functions, size_t count,
                  struct group_answer *ret_answers)
{
	_cleanup_free_ enum answer *isolated = calloc(count + 1, sizeof(*isolated));
	_cleanup_free_ int *numbers = calloc(4 * count + 1, sizeof(*numbers));
	struct grouping grouping = {.functions = functions, .count = count};
	int *best_sizes;

	if (!isolated || !numbers)
		return -ENOMEM;
	grouping.isolated = isolated;
	grouping.group = numbers;
	grouping.size = numbers + count;
	best_sizes = numbers + 2 * count;
	find_isolated(host, &grouping);
	run_rule(&grouping, false);
	for (size_t i = 0; i < count; i++)
		best_sizes[i] = grouping.size[grouping.group[i]];
	run_rule(&grouping, true);
	answer_all(&grouping, best_sizes, numbers + 3 * count, ret_answers);
	return 0;
}
