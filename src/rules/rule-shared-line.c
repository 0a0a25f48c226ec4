/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/*
 * On Linux a VM can be given a line too. VFIO shares it with other devices when it can turn it off
 * at the device (the Interrupt Disable bit of PCI 2.3, which PCI Express demands); of a device
 * where it can't it wants the line for itself (drivers/vfio/pci/vfio_pci_intrs.c,
 * vfio_intx_set_signal). The kernel finds that out as it starts and tells nobody; what it knows of
 * some devices by name is here (drivers/pci/quirks.c, quirk_broken_intx_masking).
 */
static const struct id {
	uint16_t vendor, device;
} broken[] = {
        {0x10ec, 0x8169}, /* Realtek RTL8169 */
        {0x1102, 0x000b}, /* Creative EMU20k2 */
        {0x1425, 0x0030}, /* Chelsio T310 */
        {0x1814, 0x0601}, /* Ralink RT2800 */
        {0x1b7c, 0x0004}, /* Ceton InfiniTV4 */
};

static bool is_broken(const struct dda_function *function)
{
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		if (fact_is_present(function->vendor_id.fact) &&
		    fact_is_present(function->device_id.fact) &&
		    function->vendor_id.value == broken[i].vendor &&
		    function->device_id.value == broken[i].device)
			return true;
	return false;
}

#define WHEN_BUSY                                                                                  \
	"if the VM does not start (\"Failed to setup INTx fd: Device or resource busy\"): "        \
	"/proc/interrupts shows what is on the same line; take the driver off that (dda "          \
	"disable), or move one of them to another slot, if they are not built in"

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function)
{
	bool alone = is_broken(function),
	     express = fact_is_present(function->details->port_type.fact);
	struct finding finding = finding_about_card(scope, findings, "line-interrupts",
	                                            alone ? FINDING_WARNING : FINDING_NOTE);

	finding.evidence = arena_format(
	        &findings->arena,
	        "%s has a line for its interrupts, and no messages (MSI, MSI-X); %s",
	        address_format(function->address).text,
	        alone ? _("it can't be kept silent by itself, so VFIO needs the line for it alone")
	        : express
	                ? _("VFIO can share that with other devices")
	                : _("VFIO can share that with other devices unless this one is older than "
	                    "PCI 2.3"));
	finding.remedy = express && !alone ? "nothing to do" : WHEN_BUSY;
	findings_add(findings, finding);
}

void rule_shared_line(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card)
		if (fact_is_known(function->details->interrupts_able.fact) &&
		    function->details->interrupts_able.value == INTERRUPT_LINE)
			return report(scope, findings, function);
}
