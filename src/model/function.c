/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/function.h"

#include <stdio.h>

#include "base/translate.h"

const struct function_details function_not_asked;

const char *function_state_name(enum function_state state)
{
	static const char *const names[] = {
	        [FUNCTION_HOST] = N_("host"),
	        [FUNCTION_DISABLED] = N_("disabled"),
	        [FUNCTION_DISMOUNTED] = N_("dismounted"),
	        [FUNCTION_ASSIGNED] = N_("assigned"),
	        [FUNCTION_IN_USE] = N_("in-use"),
	        [FUNCTION_MISSING] = N_("missing"),
	};

	return names[state];
}

const char *group_reason_name(enum group_reason reason)
{
	static const char *const names[] = {
	        [GROUP_NOT_EXPRESS] = "not-express",
	        [GROUP_NO_ACS] = "no-acs",
	        [GROUP_ACS_OFF] = "acs-off",
	        [GROUP_FUNCTIONS] = "functions",
	        [GROUP_ALIAS] = "alias",
	};

	return names[reason];
}

const char *group_reason_text(enum group_reason reason)
{
	static const char *const texts[] = {
	        [GROUP_NOT_EXPRESS] = "leads to conventional PCI",
	        [GROUP_NO_ACS] = "is a port without ACS",
	        [GROUP_ACS_OFF] = "is a port whose ACS is off",
	        [GROUP_FUNCTIONS] = "is one of several functions without ACS",
	        [GROUP_ALIAS] = "uses another function's address",
	};

	return _(texts[reason]);
}

const char *function_name(const struct dda_function *function, char *name, size_t size)
{
	unsigned vendor = (unsigned)(function->vendor_id.value & 0xffff);
	unsigned device = (unsigned)(function->device_id.value & 0xffff);

	if (function->device_name && !function->vendor_name)
		snprintf(name, size, "%s", function->device_name);
	else if (!fact_is_present(function->vendor_id.fact) ||
	         !fact_is_present(function->device_id.fact))
		return NULL;
	else if (function->vendor_name && function->device_name)
		snprintf(name, size, "%s %s", function->vendor_name, function->device_name);
	else if (function->vendor_name)
		snprintf(name, size, "%s Device %04x", function->vendor_name, device);
	else
		snprintf(name, size, "Device %04x:%04x", vendor, device);
	return name;
}

bool function_has_lost_bar(const struct dda_function *function)
{
	for (unsigned i = 0; i < BAR_COUNT; i++)
		if (bar_is_lost(&function->details->bars[i]) && !function->details->bars[i].io)
			return true;
	return false;
}

static uint64_t mmio(const struct dda_function *function, bool is_64bit)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < BAR_COUNT; i++) {
		const struct bar *bar = &function->details->bars[i];

		if (!bar->io && bar->is_64bit == is_64bit)
			sum += bar->size;
	}
	return sum;
}

uint64_t function_mmio_below_4g(const struct dda_function *function)
{
	return mmio(function, false);
}

uint64_t function_mmio_above_4g(const struct dda_function *function)
{
	return mmio(function, true);
}

const char *dda_function_address(const struct dda_function *function)
{
	return function->address_text.text;
}

const char *dda_function_location_path(const struct dda_function *function)
{
	return function->location_path;
}

unsigned long dda_function_id(const struct dda_function *function)
{
	if (!fact_is_present(function->vendor_id.fact) ||
	    !fact_is_present(function->device_id.fact))
		return 0;
	return (unsigned long)(function->vendor_id.value << 16 | function->device_id.value);
}

const char *dda_function_name(const struct dda_function *function)
{
	return function->device_name;
}

const char *dda_function_state(const struct dda_function *function)
{
	return function_state_name(function->state);
}
