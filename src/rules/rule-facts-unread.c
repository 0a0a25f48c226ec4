/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "rules/scope.h"

/* What could not be read on this host, said once per kind of fact; as root there may be more. */

static const char *say_unread(const struct unread_list *list, struct arena *arena)
{
	struct words words = {.left_out = list->left_out};

	for (unsigned i = 0; i < list->count; i++)
		words_add(&words, "%s of %u (%s)", list->items[i].source, list->items[i].count,
		          error_number_text(list->items[i].error));
	return words_end(&words, arena);
}

void rule_facts_unread(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_inventory *inventory = scope->inventory;
	struct finding finding = finding_about_host(scope, findings, "facts-unread", FINDING_NOTE);
	struct unread_list list = inventory->unread;
	const char *what;

	for (size_t i = list.functions; i < inventory->functions.count; i++)
		unread_note_function(&list, &inventory->functions.items[i]);
	unread_note(&list, inventory->iommu.units);
	unread_note(&list, inventory->iommu.parameters.fact);
	unread_note(&list, inventory->iommu.processor.fact);
	unread_note(&list, inventory->iommu.remapping);
	if (list.count == 0)
		return;
	what = say_unread(&list, &findings->arena);
	if (what)
		finding.evidence = arena_format(&findings->arena, "could not be read: %s", what);
	if (list.denied && !inventory->privileged)
		finding.remedy = scope->inventory->platform == PLATFORM_LINUX
		                         ? "run it as root (sudo) to see more"
		                         : remedy_read(scope->inventory->platform);
	findings_add(findings, finding);
}
