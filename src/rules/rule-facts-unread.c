/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <errno.h>

#include "base/error.h"
#include "base/text.h"
#include "rules/scope.h"

/* What could not be read on this host, said once per kind of fact; as root there may be more. */

#define KINDS_MAX 20

struct unread {
	const char *source;
	int error;
	unsigned count;
};

struct unread_list {
	struct unread items[KINDS_MAX];
	unsigned count, left_out;
	bool denied; /* some of it for want of permission */
};

static void note_unread(struct unread_list *list, struct fact fact)
{
	const char *source = fact.source ? fact.source : "?";

	if (fact.state != FACT_UNKNOWN)
		return;
	list->denied |= fact.error == EACCES || fact.error == EPERM;
	for (unsigned i = 0; i < list->count; i++) {
		struct unread *item = &list->items[i];

		if (item->error == fact.error && text_equal(item->source, source)) {
			item->count++;
			return;
		}
	}
	if (list->count == KINDS_MAX)
		list->left_out++;
	else
		list->items[list->count++] = (struct unread){source, fact.error, 1};
}

static void note_function(struct unread_list *list, const struct dda_function *function)
{
	note_unread(list, function->vendor_id.fact);
	note_unread(list, function->class_code.fact);
	note_unread(list, function->driver.fact);
	note_unread(list, function->driver_override.fact);
	note_unread(list, function->group.fact);
	note_unread(list, function->origin.fact);
	/* Windows tells them of devices that are switched on only; another finding is about that.
	 */
	if (function->hold == HOLD_HOST)
		note_unread(list, function->details->bars_fact);
	note_unread(list, function->details->reset_methods.fact);
	note_unread(list, function->details->port_type.fact);
	note_unread(list, function->details->native_control);
	note_unread(list, function->details->reserved_memory);
	note_unread(list, function->details->isolated);
	/* Linux reads both from one file, which counts once. */
	if (function->details->port_type.fact.state != FACT_UNKNOWN ||
	    function->details->interrupts.fact.source != function->details->port_type.fact.source)
		note_unread(list, function->details->interrupts.fact);
	note_unread(list, function->details->partitioned);
	note_unread(list, function->details->pool.fact);
	note_unread(list, function->details->driver_version.fact);
	note_unread(list, function->holders_fact);
	note_unread(list, function->opened_fact);
}

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
	struct unread_list list = {0};
	const char *what;

	for (size_t i = 0; i < inventory->functions.count; i++)
		note_function(&list, &inventory->functions.items[i]);
	note_unread(&list, inventory->iommu.units);
	note_unread(&list, inventory->iommu.parameters.fact);
	note_unread(&list, inventory->iommu.processor.fact);
	note_unread(&list, inventory->iommu.remapping);
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
