/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * A device interrupts by writing to memory. Unless the IOMMU remaps such writes, a VM that has the
 * device can send the host any interrupt, and VFIO refuses it (-EPERM) unless it was told not to.
 */

#define REMEDY_FIRMWARE                                                                            \
	"turn on interrupt remapping (with VT-d or IOMMU; \"x2APIC\") in the firmware setup, or "  \
	"update the firmware"
#define REMEDY_UNSAFE                                                                              \
	"; for VMs that are trusted as the host is: vfio_iommu_type1.allow_unsafe_interrupts=1 "   \
	"on "                                                                                      \
	"the kernel's command line"

/* The word of the kernel's command line that turns remapping off, or NULL. */
static const char *off_word(const struct iommu *iommu)
{
	static const char *const words[] = {"intremap=off", "nointremap", "nox2apic"};

	if (!fact_is_present(iommu->parameters.fact))
		return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_has_word(iommu->parameters.value, words[i]))
			return words[i];
	return NULL;
}

static const char *remedy(const struct iommu *iommu, struct arena *arena)
{
	const char *word = off_word(iommu);
	const char *unsafe = fact_is_present(iommu->unsafe_interrupts) ? "" : REMEDY_UNSAFE;

	if (!word)
		return arena_format(arena, REMEDY_FIRMWARE "%s", unsafe);
	return arena_format(arena,
	                    "remove %s from the kernel's command line, then restart the host%s",
	                    word, unsafe);
}

static void report(const struct rule_scope *scope, struct findings *findings)
{
	const struct iommu *iommu = &scope->inventory->iommu;
	bool allowed = fact_is_present(iommu->unsafe_interrupts);
	struct finding finding = finding_about_host(scope, findings, "no-interrupt-remapping",
	                                            allowed ? FINDING_WARNING : FINDING_BLOCKER);

	finding.evidence = arena_format(
	        &findings->arena, "the kernel does not remap the interrupts of devices%s%s",
	        fact_is_absent(iommu->firmware_remapping)
	                ? _("; the firmware's DMAR table rules it out")
	                : "",
	        allowed ? _(", and VFIO was told to accept that: a VM with a device can send the "
	                    "host any interrupt")
	                : _(", so VFIO gives none to a VM"));
	finding.remedy = remedy(iommu, &findings->arena);
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings)
{
	struct fact fact = scope->inventory->iommu.remapping;
	struct finding finding = finding_about_host(scope, findings, "no-interrupt-remapping",
	                                            FINDING_BLOCKER);

	finding.unknown = true;
	finding.evidence = arena_format(&findings->arena,
	                                "whether the interrupts of devices are remapped could not "
	                                "be read (%s: %s)",
	                                fact.source ? fact.source : "it",
	                                error_number_text(fact.error));
	finding.remedy = "the kernel's messages say it: \"dmesg | grep -i remapping\"";
	findings_add(findings, finding);
}

void rule_remapping(const struct rule_scope *scope, struct findings *findings)
{
	const struct iommu *iommu = &scope->inventory->iommu;

	/* Without groups there is more to be done first, and that is said. */
	if (fact_is_absent(iommu->groups))
		return;
	if (fact_is_absent(iommu->remapping))
		report(scope, findings);
	else if (iommu->remapping.state == FACT_UNKNOWN)
		report_unread(scope, findings);
}
