/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/text.h"
#include "rules/function-check.h"

/*
 * NVIDIA's drivers before R465 stop GeForce cards with Code 43 when they see a hypervisor. The
 * guest has a driver of its own, but often it is the one that the host had.
 */

#define FIRST_GOOD 46500

/*
 * The version by NVIDIA's count, 46589 for 465.89, out of that of Windows: the last five digits of
 * 27.21.14.6589. Its third number is 10 and up, the last has four digits; those of the driver that
 * comes with Windows look otherwise. Returns 0 when it is none.
 */
static unsigned nvidia_version(const char *text)
{
	uint64_t numbers[4];

	for (unsigned i = 0; i < 4; i++) {
		const char *begin = text;

		if (text_number(text, 10, 9, &text, &numbers[i]) < 0 ||
		    *text != (i < 3 ? '.' : '\0') || (i == 3 && text - begin != 4))
			return 0;
		text += i < 3;
	}
	if (numbers[2] < 10 || numbers[2] > 99)
		return 0;
	return (unsigned)(numbers[2] % 10 * 10000 + numbers[3]);
}

/* One whose name is not known may be a GeForce too. */
static bool may_be_geforce(const struct dda_function *function)
{
	return function_is_display(function) && function_is_nvidia(function) &&
	       (!function->device_name || function_is_geforce(function));
}

static void report(const struct rule_scope *scope, struct findings *findings, unsigned version)
{
	struct finding finding = finding_about_card(scope, findings, "driver-old", FINDING_NOTE);

	finding.evidence = arena_format(
	        &findings->arena,
	        "the host's driver is %u.%02u; with drivers before 465 a GeForce stops with Code "
	        "43 in a VM. The guest's driver counts",
	        version / 100, version % 100);
	finding.remedy = "install a driver from 465 on in the guest";
	findings_add(findings, finding);
}

void rule_driver_old(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function;

	for_each_function (function, scope->inventory, scope->card) {
		struct fact_text driver = function->details->driver_version;
		unsigned version;

		if (!may_be_geforce(function) || function_is_delivered(scope, function))
			continue;
		if (driver.fact.state == FACT_UNKNOWN && !function_is_out(function))
			return finding_add_unread(
			        scope, findings,
			        finding_about_card(scope, findings, "driver-old", FINDING_NOTE),
			        function, "the version of its driver", driver.fact);
		version = fact_is_present(driver.fact) ? nvidia_version(driver.value) : 0;
		if (version && version < FIRST_GOOD)
			return report(scope, findings, version);
	}
}
