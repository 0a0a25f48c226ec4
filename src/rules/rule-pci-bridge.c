/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "model/port.h"
#include "rules/scope.h"

/*
 * Behind a bridge of conventional PCI the IOMMU sees the bridge's address instead of the device's
 * (drivers/pci/search.c, pci_for_each_dma_alias), so all that is there goes to one VM. When there
 * is more already, the shared group is reported.
 */

static bool hides_devices(const struct dda_function *bridge)
{
	if (fact_is_absent(bridge->details->port_type.fact))
		return true;
	return fact_is_present(bridge->details->port_type.fact) &&
	       (bridge->details->port_type.value == PORT_TO_PCI ||
	        bridge->details->port_type.value == PORT_FROM_PCI);
}

/* The one nearest to the root, NULL for none. */
static const struct dda_function *find_bridge(const struct rule_scope *scope)
{
	const struct dda_function *items = scope->inventory->functions.items, *found = NULL;

	for (int up = card_main(scope->inventory, scope->card)->parent; up >= 0;
	     up = items[up].parent)
		if (hides_devices(&items[up]))
			found = &items[up];
	return found;
}

void rule_pci_bridge(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *bridge = find_bridge(scope);
	struct finding finding;

	if (!bridge || scope_next_fellow(scope, NULL))
		return;
	finding = finding_about_card(scope, findings, "behind-pci-bridge", FINDING_NOTE);
	finding.evidence =
	        arena_format(&findings->arena,
	                     "it is on conventional PCI behind the bridge %s, whose "
	                     "address the IOMMU sees instead of its own; it is alone there",
	                     address_format(bridge->address).text);
	finding.remedy =
	        "nothing to do; a card that is put behind the same bridge has to go to the "
	        "same VM, one in a PCI Express slot has not";
	findings_add(findings, finding);
}
