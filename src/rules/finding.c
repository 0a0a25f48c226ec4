/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/finding.h"

#include "base/array.h"

const char *finding_severity_name(enum finding_severity severity)
{
	static const char *const names[] = {
	        [FINDING_NOTE] = "note",
	        [FINDING_WARNING] = "warning",
	        [FINDING_BLOCKER] = "blocker",
	};

	return names[severity];
}

void findings_deinit(struct findings *findings)
{
	free(findings->items);
	free(findings->chains.items);
	arena_free(&findings->arena);
	*findings = (struct findings){0};
}

/* The chain of a card, NULL without memory. */
static struct finding_chain *chain_of(struct findings *findings, int card)
{
	while (findings->chains.count <= (size_t)(card + 1))
		if (!ARRAY_ADD(&findings->chains))
			return NULL;
	return &findings->chains.items[card + 1];
}

void findings_add(struct findings *findings, struct finding finding)
{
	struct finding_chain *chain = chain_of(findings, finding.card);
	struct finding *item = NULL;

	if (chain && finding.code && finding.subject && finding.evidence)
		item = ARRAY_ADD(findings);
	if (!item) {
		findings->out_of_memory = true;
		return;
	}
	finding.next = 0;
	*item = finding;
	if (chain->first)
		findings->items[chain->last - 1].next = findings->count;
	else
		chain->first = findings->count;
	chain->last = findings->count;
}

const struct finding *findings_of_card(const struct findings *findings, int card)
{
	size_t chain = (size_t)(card + 1);
	size_t first = chain < findings->chains.count ? findings->chains.items[chain].first : 0;

	return first ? &findings->items[first - 1] : NULL;
}

const struct finding *findings_next(const struct findings *findings, const struct finding *finding)
{
	return finding->next ? &findings->items[finding->next - 1] : NULL;
}

const struct finding *findings_blocker(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].severity == FINDING_BLOCKER)
			return &findings->items[i];
	return NULL;
}
