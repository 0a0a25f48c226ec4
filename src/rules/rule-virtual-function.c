/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * SR-IOV. A physical function's driver makes its virtual functions and ends with them; vfio-pci
 * does not take one that has any (drivers/vfio/pci/vfio_pci_core.c, "Cannot bind to PF with SR-IOV
 * enabled"). A virtual function is handed over alone, while the physical one stays.
 */

static void add_virtual(const struct dda_inventory *inventory, const struct dda_function *function,
                        struct words *words)
{
	if (function->vm >= 0)
		words_add(words, "%s (VM \"%s\")", address_format(function->address).text,
		          inventory->vms.items[function->vm].name);
	else
		words_add(words, "%s", address_format(function->address).text);
}

/* ": 0000:41:00.1, 0000:41:00.2 (VM "a")"; nothing when none of them is here. */
static const char *name_virtual(const struct rule_scope *scope, const struct dda_function *physical,
                                struct arena *arena)
{
	const struct dda_inventory *inventory = scope->inventory;
	struct words words = {0};
	const char *list;

	for (size_t i = 0; physical->virtual_count && i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (fact_is_present(function->physical_function) &&
		    address_compare(function->physical, physical->address) == 0)
			add_virtual(inventory, function, &words);
	}
	if (!words.count)
		return "";
	list = words_end(&words, arena);
	return list ? arena_format(arena, ": %s", list) : NULL;
}

static void report_on(const struct rule_scope *scope, struct findings *findings,
                      const struct dda_function *function, unsigned count)
{
	struct finding finding = finding_about_card(scope, findings, "virtual-functions-on",
	                                            FINDING_BLOCKER);
	const char *list = name_virtual(scope, function, &findings->arena);
	struct address_text address = address_format(function->address);

	if (list)
		finding.evidence = arena_format(&findings->arena,
		                                "%s has %u virtual function%s on, which would end "
		                                "with it%s",
		                                address.text, count, count == 1 ? "" : "s", list);
	finding.remedy = arena_format(
	        &findings->arena,
	        "hand over virtual functions instead; or take them back from their VMs and turn "
	        "them off: echo 0 | sudo tee /sys/bus/pci/devices/%s/sriov_numvfs",
	        address.text);
	findings_add(findings, finding);
}

void rule_virtual_functions_on(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card) {
		unsigned count = function->virtual_count;

		if (fact_is_present(function->details->virtual_functions.fact) &&
		    function->details->virtual_functions.value > count)
			count = (unsigned)function->details->virtual_functions.value;
		if (count)
			return report_on(scope, findings, function, count);
	}
}

/* The one that it belongs to, NULL when that is not here. */
static const struct dda_function *physical_of(const struct dda_inventory *inventory,
                                              const struct dda_function *function)
{
	int at = inventory_physical(inventory, function);

	return at < 0 ? NULL : &inventory->functions.items[at];
}

static void report_orphan(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *function, const struct dda_function *physical)
{
	struct finding finding = finding_about_card(scope, findings, "virtual-function",
	                                            FINDING_WARNING);

	finding.evidence = arena_format(
	        &findings->arena, "%s is a virtual function of %s, which %s: nobody looks after it",
	        address_format(function->address).text, address_format(physical->address).text,
	        function_is_out(physical) ? _("has left the host") : _("has no driver"));
	finding.remedy = arena_format(
	        &findings->arena,
	        "give %s back to its driver on the host, then make its virtual functions again "
	        "(sriov_numvfs)",
	        address_format(physical->address).text);
	findings_add(findings, finding);
}

static void report_virtual(const struct rule_scope *scope, struct findings *findings,
                           const struct dda_function *function, const struct dda_function *physical)
{
	struct finding finding = finding_about_card(scope, findings, "virtual-function",
	                                            FINDING_NOTE);
	const char *driver = fact_is_present(physical->driver.fact) ? physical->driver.value : NULL;
	struct address_text address = address_format(physical->address);

	finding.evidence = arena_format(
	        &findings->arena,
	        "%s is a virtual function of %s, and lasts only as long as that one's driver%s%s "
	        "keeps it; it has no expansion ROM",
	        address_format(function->address).text, address.text, driver ? " " : "",
	        driver ? driver : "");
	finding.remedy = arena_format(
	        &findings->arena,
	        "leave %s with its driver, and its number of virtual functions as it is, while a "
	        "VM has this one; they are gone after a restart of the host, so have something "
	        "make them before the VM starts (a udev rule or a unit that writes sriov_numvfs)",
	        address.text);
	findings_add(findings, finding);
}

void rule_virtual_function(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function, *physical;

	for_each_function (function, scope->inventory, scope->card) {
		if (!fact_is_present(function->physical_function))
			continue;
		physical = physical_of(scope->inventory, function);
		if (!physical)
			continue;
		if (fact_is_absent(physical->driver.fact) || function_is_out(physical))
			return report_orphan(scope, findings, function, physical);
		return report_virtual(scope, findings, function, physical);
	}
}
