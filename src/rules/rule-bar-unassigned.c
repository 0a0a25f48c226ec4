/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * A BAR that the host had no addresses for. As long as the kernel knows of it, it refuses to turn
 * the device on (drivers/pci/setup-res.c, pci_enable_resources), and with it VFIO; when it has
 * forgotten it (pci_assign_unassigned_resources does that), the VM gets the device without. Ports
 * are the exception: few drivers miss them.
 */

struct lost {
	struct words which;
	const struct dda_function *function; /* the first that has one */
	const struct bar *bar;               /* the largest */
	bool blocks;
};

static void note(struct lost *lost, const struct dda_function *function, unsigned index)
{
	const struct bar *bar = &function->details->bars[index];
	_cleanup_free_ char *size = bar->size ? text_size(bar->size) : NULL;

	words_add(&lost->which, "BAR %u of %s (%s%s)", index,
	          address_format(function->address).text, size ? size : _("size unknown"),
	          bar->io         ? _(", ports")
	          : bar->is_64bit ? ", 64-bit"
	                          : ", 32-bit");
	lost->blocks |= !bar->io && (bar->size > 0 || function_is_display(function));
	if (!lost->bar || bar->size > lost->bar->size)
		lost->bar = bar;
	if (!lost->function)
		lost->function = function;
}

/* Whether anything on its root bus, which has a window of its own, is above 4 GiB. */
static bool has_large_addresses(const struct dda_inventory *inventory,
                                const struct dda_function *function)
{
	size_t first, count = inventory_root_bus(
	                      inventory, (size_t)(function - inventory->functions.items), &first);

	for (size_t i = first; i < first + count; i++)
		for (unsigned j = 0; j < BAR_COUNT; j++)
			if (inventory->functions.items[i].details->bars[j].start >> 32)
				return true;
	return false;
}

/* What the port above lets through to such a BAR. */
static const char *say_window(const struct rule_scope *scope, const struct lost *lost,
                              struct arena *arena)
{
	const struct dda_inventory *inventory = scope->inventory;
	const struct dda_function *port =
	        lost->function->parent < 0 ? NULL
	                                   : &inventory->functions.items[lost->function->parent];
	_cleanup_free_ char *size = NULL;
	const struct window *window;

	if (!port || !fact_is_present(port->details->windows_fact) || lost->bar->io)
		return "";
	window = lost->bar->prefetchable ? &port->details->window_prefetchable
	                                 : &port->details->window;
	size = text_size(window->size);
	return arena_format(arena, "; the port above, %s, has %s%s for such",
	                    address_format(port->address).text,
	                    window->size ? _("a window of ") : _("no window"),
	                    window->size ? (size ? size : "?") : "");
}

static const char *remedy(const struct lost *lost)
{
	if (!lost->bar->is_64bit)
		return _("put pci=realloc on the kernel command line and restart; if it stays so, "
		         "turn off devices of the mainboard that nobody needs, or use another slot "
		         "(dmesg | grep -i assign names what does not fit)");
	return _("turn on \"Above 4G Decoding\" (\"Memory Mapped I/O above 4 GB\") in the firmware "
	         "setup, with as much space for it (\"MMIO High Size\") as it offers, and restart; "
	         "if "
	         "it stays so, put pci=realloc on the kernel command line (dmesg | grep -i assign "
	         "names what does not fit)");
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct lost *lost)
{
	struct finding finding = finding_about_card(scope, findings, "bar-unassigned",
	                                            lost->blocks ? FINDING_BLOCKER
	                                                         : FINDING_WARNING);
	const char *which = words_end(&lost->which, &findings->arena);
	const char *window = say_window(scope, lost, &findings->arena);

	if (which && window)
		finding.evidence = arena_format(
		        &findings->arena, "the host has no addresses for %s%s%s", which, window,
		        lost->bar->is_64bit &&
		                        !has_large_addresses(scope->inventory, lost->function)
		                ? _("; no BAR on its root bus lies above 4 GiB")
		                : "");
	finding.remedy = remedy(lost);
	findings_add(findings, finding);
}

void rule_bar_unassigned(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;
	struct lost lost = {0};

	for_each_function (function, scope->inventory, scope->card) {
		if (!fact_is_known(function->details->bars_fact))
			continue;
		for (unsigned i = 0; i < BAR_COUNT; i++) {
			const struct bar *bar = &function->details->bars[i];

			if (bar->unassigned && (bar->size > 0 || !bar->io))
				note(&lost, function, i);
		}
	}
	if (lost.which.count)
		report(scope, findings, &lost);
}
