/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "rules/scope.h"

/*
 * A GPU whose BAR could be larger: a VM gets it as the host has set it. The kernel changes it only
 * while no driver has the device (drivers/pci/pci-sysfs.c, __resource_resize_store).
 */

static unsigned largest(const struct resizable_bar *bar)
{
	return 63 - (unsigned)__builtin_clzll(bar->sizes);
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *function, const struct resizable_bar *bar)
{
	struct finding finding = finding_about_card(scope, findings, "bar-resizable", FINDING_NOTE);
	struct address_text address = address_format(function->address);
	_cleanup_free_ char *size = text_size(UINT64_C(1) << (bar->current + 20));
	_cleanup_free_ char *most = text_size(UINT64_C(1) << (largest(bar) + 20));

	finding.evidence = arena_format(
	        &findings->arena,
	        "BAR %u of %s is %s and could be up to %s; a VM gets it as it is set on the host",
	        bar->bar, address.text, size ? size : "?", most ? most : "?");
	finding.remedy = arena_format(
	        &findings->arena,
	        "nothing to do, unless the guest wants it larger: turn on \"Resizable BAR\" in the "
	        "firmware setup, or, between \"dda disable\" and \"dda assign\": echo %u | sudo "
	        "tee /sys/bus/pci/devices/%s/resource%u_resize (2^%u MiB; a smaller number when "
	        "there is no room for that)",
	        largest(bar), address.text, bar->bar, largest(bar));
	findings_add(findings, finding);
}

void rule_bar_resizable(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card) {
		if (!fact_is_present(function->details->resizable_fact) ||
		    !function_is_display(function))
			continue;
		for (unsigned i = 0; i < BAR_COUNT; i++) {
			const struct resizable_bar *bar = &function->details->resizable[i];

			/* PCIe 5.0, 7.8.6: sizes end at 2^43 MiB. */
			if (bar->sizes && largest(bar) < 43 && bar->current < largest(bar))
				return report(scope, findings, function, bar);
		}
	}
}
