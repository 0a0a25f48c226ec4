/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/scope.h"

/*
 * Parts of the mainboard that every host needs for itself, by class code (PCI Code and ID
 * Assignment Specification). Only what is certain: a class that also stands for plugged-in cards is
 * not here.
 */
static const struct part {
	unsigned class;
	const char *name;
} parts[] = {
        {0x0500, "the host's memory"},
        {0x0501, "the host's flash memory"},
        {0x0502, "memory of the host (CXL)"},
        {0x0800, "an interrupt controller"},
        {0x0801, "a DMA controller"},
        {0x0802, "a timer"},
        {0x0803, "the real-time clock"},
        {0x0806, "an IOMMU"},
        {0x0807, "an event collector of the root complex"},
        {0x0c05, "the management bus (SMBus)"},
};

#define INTEL 0x8086
#define AMD 0x1022

/* The same of one maker's; another one's class 1080 is a plain card. */
static const char *maker_part(const struct dda_function *function)
{
	unsigned class = function_class(function);

	if (!fact_is_present(function->vendor_id.fact))
		return NULL;
	/* It keeps the host's keys. */
	if (class == 0x1080 && function->vendor_id.value == AMD)
		return "the processor's security unit";
	if (class == 0x1300 && function->vendor_id.value == AMD)
		return "a dummy function of the processor";
	/* Always at this place of a chipset of Intel. */
	if (class == 0x0780 && function->vendor_id.value == INTEL && function->address.bus == 0 &&
	    function->address.device == 0x16)
		return "the management engine";
	return NULL;
}

static const char *part_name(const struct dda_function *function)
{
	unsigned class = function_class(function);

	if (!fact_is_present(function->class_code.fact))
		return NULL;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i].class == class)
			return parts[i].name;
	return maker_part(function);
}

void rule_not_for_vms(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	struct finding finding;

	for_each_function (function, scope->inventory, scope->card) {
		const char *name = part_name(function);

		if (!name)
			continue;
		finding = finding_about_card(scope, findings, "not-for-vms", FINDING_BLOCKER);
		finding.evidence = arena_format(&findings->arena, "%s is %s (class %04x)",
		                                address_format(function->address).text, name,
		                                function_class(function));
		finding.remedy = "choose another device: this one is part of the host itself";
		return findings_add(findings, finding);
	}
}
