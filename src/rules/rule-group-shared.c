/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/group-cause.h"

/*
 * The IOMMU can't tell the functions of one group apart: all of them leave the host or none. Those
 * that are with a VM already, have left the host, or go along with the request are no hindrance;
 * bridges never are.
 */

#define FELLOWS_MAX 1000 /* nobody reads as many */

static bool stays_on_host(const struct rule_scope *scope, const struct dda_function *function)
{
	if (function->state != FUNCTION_HOST && function->state != FUNCTION_DISABLED)
		return false;
	return !scope->intent || scope->intent->verb != DDA_ASSIGN ||
	       !intent_has_card(scope->intent, function->card);
}

/* Those who would stay behind, for evidence and remedy. */
struct fellows {
	struct words functions, cards;
	const struct dda_function *first;
	unsigned last_card;
};

static void add_fellow(const struct rule_scope *scope, const struct dda_function *fellow,
                       struct fellows *fellows)
{
	const struct dda_inventory *inventory = scope->inventory;

	words_add_function(&fellows->functions, fellow);
	if (fellow->card != fellows->last_card)
		words_add(&fellows->cards, "%s",
		          card_name(inventory, &inventory->cards.items[fellow->card]).text);
	fellows->last_card = fellow->card;
	fellows->first = fellows->first ? fellows->first : fellow;
}

/* False when nobody stays behind. */
static bool find_fellows(const struct rule_scope *scope, struct fellows *fellows)
{
	const struct dda_function *fellow = NULL;

	fellows->last_card = scope->card_index;
	while (fellows->functions.count < FELLOWS_MAX &&
	       (fellow = scope_next_fellow(scope, fellow)))
		if (stays_on_host(scope, fellow))
			add_fellow(scope, fellow, fellows);
	return fellows->functions.count > 0;
}

/* "0000:01:00 0000:02:00" instead of "0000:01:00, 0000:02:00". */
static void use_blanks(struct words *words)
{
	size_t to = 0;

	for (size_t from = 0; from < words->length; from++)
		if (words->text[from] != ',')
			words->text[to++] = words->text[from];
	words->text[to] = '\0';
	words->length = to;
}

static const char *vm_name(const struct rule_scope *scope, struct arena *arena)
{
	int vm = scope_target(scope);

	return vm < 0 ? "VM" : words_quote(scope->inventory->vms.items[vm].name, arena);
}

static const char *evidence(const struct rule_scope *scope, const struct fellows *fellows,
                            struct arena *arena)
{
	const char *list = words_end(&fellows->functions, arena);
	const char *cause = group_cause_evidence(scope, fellows->first, arena);

	if (!list || !cause)
		return NULL;
	return arena_format(
	        arena,
	        "shares IOMMU group %llu with %s%u function%s that would stay on the host: %s%s",
	        (unsigned long long)fellows->first->group.value,
	        fellows->functions.count == FELLOWS_MAX ? _("at least ") : "",
	        fellows->functions.count, fellows->functions.count == 1 ? "" : "s", list, cause);
}

static const char *remedy(const struct rule_scope *scope, struct fellows *fellows,
                          const char *subject, struct arena *arena)
{
	const char *parts = group_cause_remedy(scope, fellows->first, arena), *names;

	use_blanks(&fellows->cards);
	names = words_end(&fellows->cards, arena);
	if (!names || !parts)
		return NULL;
	return arena_format(arena, "give all of them to one VM (dda assign %s %s --vm %s)%s",
	                    subject, names, vm_name(scope, arena), parts);
}

void rule_group_shared(const struct rule_scope *scope, struct findings *findings)
{
	struct fellows fellows = {0};
	struct finding finding;

	if (!find_fellows(scope, &fellows))
		return;
	finding = finding_about_card(scope, findings, "group-shared", FINDING_BLOCKER);
	finding.evidence = evidence(scope, &fellows, &findings->arena);
	finding.remedy = remedy(scope, &fellows, finding.subject, &findings->arena);
	findings_add(findings, finding);
}
