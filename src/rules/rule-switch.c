/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "model/port.h"
#include "rules/group-cause.h"

/*
 * A switch passes requests on from one of its ports to another by itself, unless the ports have ACS
 * on. Linux up to 6.12 gives devices behind different ports of such a switch groups of their own
 * all the same (drivers/iommu/iommu.c, pci_device_group), and libvirt does not mind with VFIO.
 */

#define SIBLINGS_MAX 8
#define STEPS_MAX 1000 /* so that the time does not grow with the square of what is there */

static const struct dda_function *above(const struct rule_scope *scope,
                                        const struct dda_function *function)
{
	return function->parent < 0 ? NULL : &scope->inventory->functions.items[function->parent];
}

/* On a root bus there are no switches. */
static bool may_be_downstream(const struct dda_function *port)
{
	return port->parent >= 0 && port->details->port_type.fact.state == FACT_UNKNOWN;
}

static bool is_downstream(const struct dda_function *port)
{
	return fact_is_present(port->details->port_type.fact) &&
	       port->details->port_type.value == PORT_DOWNSTREAM;
}

static bool lacks_acs(const struct dda_function *port)
{
	return fact_is_known(port->details->acs_on.fact) &&
	       (port->details->acs_on.value & ACS_REQUIRED) != ACS_REQUIRED;
}

/* The downstream port without ACS that is nearest to the card, NULL for none; or one of which that
 * is not known. */
static const struct dda_function *find_port(const struct rule_scope *scope,
                                            const struct dda_function **ret_unread)
{
	const struct dda_function *port = above(scope, card_main(scope->inventory, scope->card));

	*ret_unread = NULL;
	for (; port; port = above(scope, port)) {
		if (is_downstream(port) && lacks_acs(port))
			return port;
		if (!*ret_unread &&
		    (may_be_downstream(port) ||
		     (is_downstream(port) && !fact_is_known(port->details->acs_on.fact))))
			*ret_unread = port;
	}
	return NULL;
}

static bool is_below(const struct rule_scope *scope, const struct dda_function *function,
                     const struct dda_function *bridge)
{
	while (function && function != bridge)
		function = above(scope, function);
	return function == bridge;
}

/* Devices behind other ports of the switch, on one side of the card in the order of addresses:
 * what is behind a bridge is one piece of it. */
static void add_siblings(const struct rule_scope *scope, const struct dda_function *port, int step,
                         struct words *words)
{
	const struct dda_inventory *inventory = scope->inventory;
	const struct dda_function *up = above(scope, port), *function;
	int at = (int)scope->card->functions[0];

	for (int i = 0; up && i < STEPS_MAX && words->count < SIBLINGS_MAX; i++) {
		at += step;
		if (at < 0 || at >= (int)inventory->functions.count)
			return;
		function = &inventory->functions.items[at];
		if (function->state != FUNCTION_MISSING && !is_below(scope, function, up))
			return;
		if (!function_is_bridge(function) && function->state != FUNCTION_MISSING &&
		    !is_below(scope, function, port))
			words_add_function(words, function);
	}
}

static const char *evidence(const struct rule_scope *scope, const struct dda_function *port,
                            struct arena *arena)
{
	struct words words = {0};
	const char *siblings;

	add_siblings(scope, port, -1, &words);
	add_siblings(scope, port, 1, &words);
	siblings = words_end(&words, arena);
	if (!siblings)
		return NULL;
	return arena_format(arena,
	                    "%s, a port of the switch above it, %s: what the card sends to other "
	                    "devices of the switch need not pass the IOMMU, whatever groups they "
	                    "are in%s%s",
	                    address_format(port->address).text,
	                    fact_is_absent(port->details->acs_on.fact)
	                            ? _("has no ACS")
	                            : _("does not have all of ACS on"),
	                    *siblings ? ": " : "", siblings);
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct dda_function *port)
{
	const char *slots = group_cause_slots(scope->inventory, &findings->arena);
	struct finding finding = finding_about_card(scope, findings, "switch-no-acs",
	                                            FINDING_WARNING);

	finding.evidence = evidence(scope, port, &findings->arena);
	if (slots)
		finding.remedy = arena_format(&findings->arena,
		                              "give it to a VM that may reach those devices, as "
		                              "one that has them all; or "
		                              "use a slot that is not behind this switch%s%s",
		                              *slots ? _(": below ") : "", slots);
	findings_add(findings, finding);
}

static void report_unread(const struct rule_scope *scope, struct findings *findings,
                          const struct dda_function *port)
{
	struct finding finding = finding_about_card(scope, findings, "switch-no-acs",
	                                            FINDING_WARNING);
	struct fact fact = fact_is_known(port->details->port_type.fact)
	                           ? port->details->acs_on.fact
	                           : port->details->port_type.fact;

	finding.unknown = true;
	finding.evidence = arena_format(&findings->arena,
	                                "whether it is behind a switch without ACS could not be "
	                                "read (%s of %s: %s)",
	                                fact.source ? fact.source : "registers",
	                                address_format(port->address).text,
	                                error_number_text(fact.error));
	finding.remedy = remedy_unread(scope->inventory, fact);
	findings_add(findings, finding);
}

void rule_switch(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *unread, *port = find_port(scope, &unread);

	if (port)
		report(scope, findings, port);
	else if (unread)
		report_unread(scope, findings, unread);
}
