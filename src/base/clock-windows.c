/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/clock.h"

#include <windows.h>

uint64_t clock_now(void)
{
	LARGE_INTEGER now, rate;
	uint64_t ticks, per_second;

	QueryPerformanceFrequency(&rate);
	QueryPerformanceCounter(&now);
	ticks = (uint64_t)now.QuadPart;
	per_second = (uint64_t)rate.QuadPart;
	/* In two parts: the whole times a second does not fit 64 bits after half an hour at 10 MHz.
	 */
	return ticks / per_second * CLOCK_SECOND + ticks % per_second * CLOCK_SECOND / per_second;
}
