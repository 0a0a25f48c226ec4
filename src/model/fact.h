/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * A fact is an observed value with its source. It is in one of three states,
 * and "unknown" is never to be treated as fine:
 *   not asked  nobody tried to find out
 *   unknown    somebody tried and could not; `error` says why (a positive errno)
 *   known      found out: `present` with its value, or known to be absent
 * A zeroed fact is "not asked".
 */
enum fact_state { FACT_NOT_ASKED, FACT_UNKNOWN, FACT_KNOWN };

struct fact {
	uint8_t state; /* enum fact_state */
	bool present;
	int16_t error;
	const char
	        *source; /* where it came from: a file below the function's sysfs folder, an
	                    absolute path, or words; a constant or as long-lived as the inventory */
};

struct fact_number {
	struct fact fact;
	uint64_t value;
};

struct fact_text {
	struct fact fact;
	const char *value; /* owned by the inventory; NULL unless present */
};

static inline struct fact fact_known(const char *source)
{
	return (struct fact){.state = FACT_KNOWN, .present = true, .source = source};
}

static inline struct fact fact_absent(const char *source)
{
	return (struct fact){.state = FACT_KNOWN, .source = source};
}

static inline struct fact fact_unknown(const char *source, int error)
{
	return (struct fact){.state = FACT_UNKNOWN, .error = (int16_t)error, .source = source};
}

static inline bool fact_is_known(struct fact fact)
{
	return fact.state == FACT_KNOWN;
}

/* Known, and there is a value. */
static inline bool fact_is_present(struct fact fact)
{
	return fact.state == FACT_KNOWN && fact.present;
}

/* Known, and there is none. */
static inline bool fact_is_absent(struct fact fact)
{
	return fact.state == FACT_KNOWN && !fact.present;
}
