/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/* A device without a group is one that the IOMMU does not watch, while it watches others. */

#define CLASS_DISPLAY 0x03
#define LOG "\"dmesg | grep -i -e dmar -e amd-vi -e iommu\""
#define ELSEWHERE "a card in another slot, or a newer firmware"

static bool is_told_to_leave(const struct iommu *iommu)
{
	return fact_is_present(iommu->parameters.fact) &&
	       strstr(iommu->parameters.value, "igfx_off");
}

static const char *why(const struct rule_scope *scope, const struct dda_function *function,
                       struct arena *arena)
{
	const struct iommu_watch *watch = &function->details->watch;

	if (watch->fact.state == FACT_UNKNOWN)
		return arena_format(arena,
		                    "; whether the firmware has an IOMMU for it could not be read "
		                    "(%s: %s)",
		                    watch->fact.source, error_number_text(watch->fact.error));
	if (fact_is_absent(watch->fact))
		return arena_format(arena, "; the firmware (%s table) has no IOMMU for it",
		                    scope->inventory->iommu.firmware.value);
	if (!fact_is_present(watch->fact))
		return "";
	return arena_format(arena, "; its IOMMU, at 0x%" PRIx64 ", %s", watch->base,
	                    watch->graphics ? _("is for graphics alone, and is not used")
	                                    : _("is in the firmware's table, but not used for it"));
}

static const char *remedy(const struct rule_scope *scope, const struct dda_function *function,
                          struct arena *arena)
{
	const struct iommu_watch *watch = &function->details->watch;

	if (is_told_to_leave(&scope->inventory->iommu) &&
	    (watch->graphics ||
	     (!fact_is_known(watch->fact) && function_base_class(function) == CLASS_DISPLAY)))
		return _("take igfx_off (in intel_iommu=) from the kernel's command line, then "
		         "restart the host");
	if (fact_is_absent(watch->fact))
		return _("use " ELSEWHERE ": no setting of the kernel gives it an IOMMU");
	if (fact_is_present(watch->fact) && watch->graphics)
		return _("the kernel's messages say why (" LOG
		         "; on some chipsets it leaves graphics "
		         "alone); use another card, or a newer firmware");
	return arena_format(arena,
	                    "%sthe kernel's messages may say why (" LOG "); else use " ELSEWHERE,
	                    watch->fact.state == FACT_UNKNOWN && scope->inventory->live &&
	                                    !scope->inventory->privileged
	                            ? _("ask as root (sudo); ")
	                            : "");
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "no-group", FINDING_BLOCKER);
	const char *more = why(scope, function, &findings->arena);

	if (more)
		finding.evidence = arena_format(
		        &findings->arena, "%s is in no IOMMU group, though the host has groups%s",
		        address_format(function->address).text, more);
	finding.remedy = remedy(scope, function, &findings->arena);
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "group-unknown",
	                                            FINDING_BLOCKER);
	struct fact fact = function->group.fact;

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena, "the IOMMU group of %s could not be read (%s: %s)",
	        address_format(function->address).text, fact.source ? fact.source : "iommu_group",
	        error_number_text(fact.error));
	finding.remedy = remedy_unread(scope->inventory, fact);
	findings_add(findings, finding);
}

void rule_no_group(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	/* Without any groups the host is to blame, and that is said once, about the host. */
	if (fact_is_absent(scope->inventory->iommu.groups))
		return;
	for_each_function (function, scope->inventory, scope->card) {
		struct fact group = function->group.fact;

		if (group.state == FACT_UNKNOWN)
			return report_unread(scope, findings, function);
		if (fact_is_absent(group) && fact_is_present(scope->inventory->iommu.groups))
			return report(scope, findings, function);
	}
}
