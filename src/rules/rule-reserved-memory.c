/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <inttypes.h>

#include "rules/function-check.h"

/*
 * The firmware goes on using such a device through memory of its own (RMRR, IVMD); no VM has that.
 * Relaxable regions are none of these: displays and USB controllers no longer need them once the
 * host's driver had them.
 */

static struct fact reserved(const struct dda_function *function)
{
	return function->reserved_memory;
}

static bool is_reserved(const struct dda_function *function)
{
	return function->reserved_memory.present;
}

static const char *regions(const struct dda_function *function, struct arena *arena)
{
	struct words words = {0};
	const char *list;

	for (size_t i = 0; i < function->reserved_regions.count; i++) {
		const struct reserved_region *region = &function->reserved_regions.items[i];

		if (!region->relaxable)
			words_add(&words, "0x%" PRIx64 "-0x%" PRIx64, region->start, region->end);
	}
	if (!words.count)
		return "";
	list = words_end(&words, arena);
	return list ? arena_format(arena, " at %s", list) : NULL;
}

void rule_reserved_memory(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "reserved-memory",
	        .severity = FINDING_BLOCKER,
	        .fact = reserved,
	        .is_so = is_reserved,
	        .evidence = "has to stay attached to memory of the firmware (RMRR)",
	        .detail = regions,
	        .question = "whether it is bound to memory of the firmware (RMRR)",
	        .remedy = "turn off what the firmware does with it in the firmware setup "
	                  "(boot ROM, legacy USB or RAID support, management through it), update "
	                  "the firmware, or use another device",
	};

	function_check(scope, findings, &check);
}
