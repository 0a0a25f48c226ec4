/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <time.h>

#define NOW_SIZE 32

/* The time of the day, "2026-11-23T02:40:00Z". */
static inline void now_text(char ret[static NOW_SIZE])
{
	const time_t now = time(NULL);

	strftime(ret, NOW_SIZE, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
}
