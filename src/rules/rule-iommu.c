/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * Without an IOMMU a device could read and write all memory of the host, so no device can leave it.
 * Either the firmware hides the IOMMU (it has no table of it), or the kernel does not use it.
 */

#define INTEL_SETTING "\"VT-d\" (\"Intel VT for Directed I/O\")"
#define AMD_SETTING "\"IOMMU\" (Enabled, not Auto)"
#define IN_FIRMWARE "in the firmware setup (BIOS), then restart the host"
#define RESTART "(GRUB_CMDLINE_LINUX in /etc/default/grub, then update-grub), then restart the host"
#define TURN_ON_INTEL "put intel_iommu=on on the kernel's command line " RESTART

static const char *why_unknown(struct fact fact)
{
	return fact.state == FACT_UNKNOWN ? error_number_text(fact.error) : _("not asked");
}

/* The words of the kernel's command line that bear on the IOMMU. */
static const char *iommu_words(const struct iommu *iommu, struct arena *arena)
{
	static const char *const prefixes[] = {"iommu=", "intel_iommu=", "amd_iommu="};
	const char *rest = iommu->parameters.value;
	struct words words = {0};

	if (!fact_is_present(iommu->parameters.fact))
		return "";
	for (size_t length; *rest; rest += length) {
		rest += strspn(rest, " \t\n");
		length = strcspn(rest, " \t\n");
		for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
			if (text_after(rest, prefixes[i]))
				words_add(&words, "%.*s", (int)length, rest);
	}
	return words_end(&words, arena);
}

static const char *firmware_remedy(const struct iommu *iommu)
{
	const char *vendor = iommu->processor.value;

	if (fact_is_present(iommu->processor.fact) && text_equal(vendor, "GenuineIntel"))
		return _("turn on " INTEL_SETTING " " IN_FIRMWARE);
	if (fact_is_present(iommu->processor.fact) && text_equal(vendor, "AuthenticAMD"))
		return _("turn on " AMD_SETTING " " IN_FIRMWARE);
	return _("turn on " INTEL_SETTING " on Intel or " AMD_SETTING " on AMD " IN_FIRMWARE);
}

static bool has_off_word(const char *words)
{
	return strstr(words, "iommu=off") != NULL;
}

static const char *kernel_remedy(const struct iommu *iommu, const char *words, struct arena *arena)
{
	bool intel = text_equal(iommu->firmware.value, "DMAR");

	if (has_off_word(words))
		return arena_format(arena,
		                    "remove every \"...iommu=off\" from the kernel's command "
		                    "line%s " RESTART,
		                    intel ? _(" and put intel_iommu=on there") : "");
	if (intel && !strstr(words, "intel_iommu=on"))
		return _(TURN_ON_INTEL);
	return arena_format(arena,
	                    "the kernel's messages say why it does not use it: "
	                    "\"dmesg | grep -i %s\"; a newer firmware often helps",
	                    intel ? "dmar" : "amd-vi");
}

static void report_absent(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding = finding_about_host(scope, findings, "iommu-absent",
	                                            FINDING_BLOCKER);

	finding.evidence =
	        "the firmware describes no IOMMU (neither a DMAR nor an IVRS table), and "
	        "there are no IOMMU groups";
	finding.remedy = firmware_remedy(&scope->inventory->iommu);
	findings_add(findings, finding);
}

static const char *say_words(const struct iommu *iommu, const char *words, struct arena *arena)
{
	if (!fact_is_present(iommu->parameters.fact))
		return _("could not be read");
	return *words ? arena_format(arena, "has \"%s\"", words) : _("says nothing about it");
}

static void report_off(const struct rule_scope *scope, struct findings *findings)
{
	const struct iommu *iommu = &scope->inventory->iommu;
	const char *words = iommu_words(iommu, &findings->arena);
	struct finding finding = finding_about_host(scope, findings, "iommu-off", FINDING_BLOCKER);

	words = words ? words : "";
	finding.evidence =
	        arena_format(&findings->arena,
	                     "the firmware describes an IOMMU (%s table), but there are no "
	                     "IOMMU groups; the kernel's command line %s",
	                     iommu->firmware.value, say_words(iommu, words, &findings->arena));
	finding.remedy = kernel_remedy(iommu, words, &findings->arena);
	findings_add(findings, finding);
}

/* No groups, and no way to tell whether the firmware or the kernel is to blame. */
static void report_either(const struct rule_scope *scope, struct findings *findings)
{
	const struct iommu *iommu = &scope->inventory->iommu;
	struct finding finding = finding_about_host(scope, findings, "iommu-absent",
	                                            FINDING_BLOCKER);

	finding.unknown = true;
	finding.evidence = arena_format(&findings->arena,
	                                "there are no IOMMU groups, and whether the firmware "
	                                "describes an IOMMU could not be read (%s: %s)",
	                                iommu->firmware.fact.source ? iommu->firmware.fact.source
	                                                            : _("firmware tables"),
	                                why_unknown(iommu->firmware.fact));
	finding.remedy = arena_format(&findings->arena,
	                              "%s; if it is on already: on Intel " TURN_ON_INTEL
	                              ", on AMD remove amd_iommu=off",
	                              firmware_remedy(iommu));
	findings_add(findings, finding);
}

static void report_unknown(const struct rule_scope *scope, struct findings *findings)
{
	struct fact groups = scope->inventory->iommu.groups;
	struct finding finding = finding_about_host(scope, findings, "iommu-unknown",
	                                            FINDING_BLOCKER);

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena, "whether there are IOMMU groups could not be read (%s: %s)",
	        groups.source ? groups.source : "groups", error_number_text(groups.error));
	finding.remedy = remedy_unread(scope->inventory, groups);
	findings_add(findings, finding);
}

void rule_iommu(const struct rule_scope *scope, struct findings *findings)
{
	const struct iommu *iommu = &scope->inventory->iommu;

	if (iommu->groups.state == FACT_UNKNOWN)
		report_unknown(scope, findings);
	else if (!fact_is_absent(iommu->groups))
		return;
	else if (fact_is_present(iommu->firmware.fact))
		report_off(scope, findings);
	else if (fact_is_absent(iommu->firmware.fact))
		report_absent(scope, findings);
	else
		report_either(scope, findings);
}
