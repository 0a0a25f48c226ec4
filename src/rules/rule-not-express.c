/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "model/port.h"
#include "rules/function-check.h"

/*
 * Only PCI Express endpoints can be told apart by the requests they send; of the legacy ones the
 * platform takes display controllers alone. Where the firmware keeps control, the platform treats
 * all as conventional PCI, and that is what it says then (rule-firmware-control.c).
 */

static struct fact port_type(const struct dda_function *function)
{
	return function->details->port_type.fact;
}

static bool is_conventional(const struct dda_function *function)
{
	return fact_is_absent(function->details->port_type.fact) &&
	       !fact_is_absent(function->details->native_control);
}

/* What it is not known of is said once, of all that it may be. */
static struct fact known_port_type(const struct dda_function *function)
{
	struct fact fact = function->details->port_type.fact;

	return fact_is_known(fact) ? fact : (struct fact){0};
}

static bool is_legacy(const struct dda_function *function)
{
	return fact_is_present(function->details->port_type.fact) &&
	       function->details->port_type.value == PORT_LEGACY_ENDPOINT &&
	       function_base_class(function) != 0x03;
}

void rule_not_express(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "not-express",
	        .severity = FINDING_BLOCKER,
	        .fact = port_type,
	        .is_so = is_conventional,
	        .evidence = "is a conventional PCI device, not a PCI Express one",
	        .question = "whether it is a PCI Express endpoint",
	        .remedy = "use a PCI Express device",
	};

	function_check(scope, findings, &check);
}

void rule_legacy_endpoint(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "legacy-endpoint",
	        .severity = FINDING_BLOCKER,
	        .fact = known_port_type,
	        .is_so = is_legacy,
	        .evidence = "is a legacy PCI Express endpoint; of these only display controllers "
	                    "can be handed over",
	        .remedy = "use a device that is a plain PCI Express endpoint",
	};

	function_check(scope, findings, &check);
}
