/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/finding.h"

#include <errno.h>
#include <string.h>

#include "base/array.h"
#include "base/translate.h"

const char *finding_severity_name(enum finding_severity severity)
{
	static const char *const names[] = {
	        [FINDING_NOTE] = N_("note"),
	        [FINDING_WARNING] = N_("warning"),
	        [FINDING_BLOCKER] = N_("blocker"),
	};

	return names[severity];
}

void findings_deinit(struct findings *findings)
{
	free(findings->items);
	free(findings->chains.items);
	arena_free(&findings->arena);
	arena_free(&findings->kept.arena);
	*findings = (struct findings){0};
}

/* Lets the chains begin with the first card of all. */
static int begin_with_first(struct findings *findings)
{
	size_t count = findings->chains.count, missing = (size_t)findings->chains.first;
	struct finding_chain *items;

	while (findings->chains.count < count + missing)
		if (!ARRAY_ADD(&findings->chains))
			return -ENOMEM;
	items = findings->chains.items;
	memmove(items + missing, items, count * sizeof(*items));
	memset(items, 0, missing * sizeof(*items));
	findings->chains.first = 0;
	return 0;
}

/* The chain of a card, NULL without memory. */
static struct finding_chain *chain_of(struct findings *findings, int card)
{
	if (card < 0)
		return &findings->about_none;
	if (findings->chains.count == 0)
		findings->chains.first = card;
	if (card < findings->chains.first && begin_with_first(findings) < 0)
		return NULL;
	while (findings->chains.count <= (size_t)(card - findings->chains.first))
		if (!ARRAY_ADD(&findings->chains))
			return NULL;
	return &findings->chains.items[card - findings->chains.first];
}

/* Puts an item at the end of the chain that it belongs to. */
static void chain(struct findings *findings, size_t index, struct finding_chain *chain)
{
	findings->items[index].next = 0;
	if (chain->first)
		findings->items[chain->last - 1].next = index + 1;
	else
		chain->first = index + 1;
	chain->last = index + 1;
}

void findings_add(struct findings *findings, struct finding finding)
{
	struct finding_chain *its = chain_of(findings, finding.card);
	struct finding *item = NULL;

	if (its && finding.code && finding.subject && finding.evidence)
		item = ARRAY_ADD(findings);
	if (!item) {
		findings->out_of_memory = true;
		return;
	}
	*item = finding;
	/* Those that are constants; what was made with arena_format() is translated already. */
	item->evidence = translate(finding.evidence);
	item->remedy = translate(finding.remedy);
	chain(findings, findings->count - 1, its);
}

void findings_keep(struct findings *findings)
{
	findings->kept.count = findings->count;
	findings->kept.arena = findings->arena;
	findings->arena = (struct arena){0};
}

void findings_forget(struct findings *findings)
{
	findings->count = findings->kept.count;
	arena_clear(&findings->arena);
	findings->chains.count = 0;
	findings->about_none = (struct finding_chain){0};
	for (size_t i = 0; i < findings->count; i++) {
		struct finding_chain *its = chain_of(findings, findings->items[i].card);

		if (its)
			chain(findings, i, its);
		else
			findings->out_of_memory = true;
	}
}

/* The same for reading: NULL also when there is nothing about it. */
static const struct finding_chain *find_chain(const struct findings *findings, int card)
{
	int number = card - findings->chains.first;

	if (card < 0)
		return &findings->about_none;
	return number >= 0 && (size_t)number < findings->chains.count
	               ? &findings->chains.items[number]
	               : NULL;
}

const struct finding *findings_of_card(const struct findings *findings, int card)
{
	const struct finding_chain *its = find_chain(findings, card);

	return its && its->first ? &findings->items[its->first - 1] : NULL;
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
