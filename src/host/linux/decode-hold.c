/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-hold.h"

#include <string.h>

enum function_hold decode_hold(const struct dda_function *function)
{
	if (fact_is_present(function->driver.fact) && strstr(function->driver.value, "vfio"))
		return HOLD_OUT;
	if (!fact_is_absent(function->driver.fact))
		return HOLD_HOST;
	if (fact_is_present(function->origin.fact))
		return HOLD_DISABLED;
	return fact_is_present(function->driver_override.fact) ? HOLD_PARKED : HOLD_HOST;
}
