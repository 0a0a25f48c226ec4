/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/*
 * The IOMMU can't tell the functions of one group apart: all of them leave the host or none. Those
 * that are with a VM already, have left the host, or go along with the request are no hindrance;
 * bridges never are.
 */

static bool stays_on_host(const struct rule_scope *scope, const struct dda_function *function)
{
	if (function->state != FUNCTION_HOST && function->state != FUNCTION_DISABLED)
		return false;
	return !scope->intent || scope->intent->verb != DDA_ASSIGN ||
	       !intent_has_card(scope->intent, function->card);
}

/* Evidence and the cards to name in the remedy; false when nobody stays behind. */
static bool find_fellows(const struct rule_scope *scope, struct words *functions,
                         struct words *cards)
{
	const struct dda_inventory *inventory = scope->inventory;
	const struct dda_function *function = NULL;
	unsigned last_card = scope->card_index;

	while ((function = scope_next_fellow(scope, function))) {
		if (!stays_on_host(scope, function))
			continue;
		words_add_function(functions, function);
		if (function->card != last_card)
			words_add(
			        cards, "%s",
			        card_name(inventory, &inventory->cards.items[function->card]).text);
		last_card = function->card;
	}
	return functions->count > 0;
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

void rule_group_shared(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *first = card_main(scope->inventory, scope->card);
	struct words functions = {0}, cards = {0};
	const char *list, *names;
	struct finding finding;

	if (!find_fellows(scope, &functions, &cards))
		return;
	use_blanks(&cards);
	finding = finding_about_card(scope, findings, "group-shared", FINDING_BLOCKER);
	list = words_end(&functions, &findings->arena);
	names = words_end(&cards, &findings->arena);
	if (list && names && finding.subject) {
		finding.evidence = arena_format(&findings->arena,
		                                "shares IOMMU group %llu with %u function%s that "
		                                "would stay on the host: %s",
		                                (unsigned long long)first->group.value,
		                                functions.count, functions.count == 1 ? "" : "s",
		                                list);
		finding.remedy = arena_format(
		        &findings->arena,
		        "give all of them to one VM (dda assign %s %s --vm %s), turn on ACS in the "
		        "firmware setup, or use a slot whose port has ACS",
		        finding.subject, names, vm_name(scope, &findings->arena));
	}
	findings_add(findings, finding);
}
