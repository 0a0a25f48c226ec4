/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <inttypes.h>

#include "base/text.h"
#include "base/translate.h"
#include "rules/function-check.h"

/*
 * The firmware goes on using such a device through memory of its own (RMRR, IVMD); no VM has that.
 * Relaxable regions are none of these: displays and USB controllers no longer need them once the
 * host's driver had them (drivers/iommu/intel/iommu.c, device_rmrr_is_relaxable). Linux attaches
 * the others to nothing else, nor what is in a group with them (drivers/iommu/iommu.c,
 * __iommu_device_set_domain).
 */

#define TURN_OFF                                                                                   \
	"turn off what the firmware does with it in the firmware setup (boot ROM, legacy USB or "  \
	"RAID support, management through it"

static struct fact reserved(const struct dda_function *function)
{
	return function->details->reserved_memory;
}

static bool is_reserved(const struct dda_function *function)
{
	return function->details->reserved_memory.present;
}

static const char *regions(const struct dda_function *function, struct arena *arena)
{
	struct words words = {0};
	const char *list;

	for (size_t i = 0; i < function->details->reserved_regions.count; i++) {
		const struct reserved_region *region =
		        &function->details->reserved_regions.items[i];

		if (!region->relaxable)
			words_add(&words, "0x%" PRIx64 "-0x%" PRIx64, region->start, region->end);
	}
	if (!words.count)
		return "";
	list = words_end(&words, arena);
	return list ? arena_format(arena, " at %s", list) : NULL;
}

/* The kernel tells regions of groups, not of functions; without groups the table does. */
static const char *refused(const struct dda_function *function, const char *how,
                           struct arena *arena)
{
	const char *list = regions(function, arena);

	return list ? arena_format(arena, "%s%s, so %s", list,
	                           fact_is_present(function->group.fact)
	                                   ? _(", as the kernel says of its IOMMU group")
	                                   : "",
	                           how)
	            : NULL;
}

static const char *refused_intel(const struct dda_function *function, struct arena *arena)
{
	return refused(function,
	               _("the kernel refuses it to VMs (\"1:1 IOMMU mapping\", before Linux 6.6 "
	                 "\"platform RMRR requirement\")"),
	               arena);
}

static const char *refused_amd(const struct dda_function *function, struct arena *arena)
{
	return refused(function, _("Linux from 6.6 on refuses it to VMs (\"1:1 IOMMU mapping\")"),
	               arena);
}

/* AMD has another word for it. */
static void say_amd(struct function_check *check)
{
	check->evidence = "has to stay attached to memory of the firmware (IVMD)";
	check->question = "whether it is bound to memory of the firmware (IVMD)";
	check->detail = refused_amd;
}

void rule_reserved_memory(const struct rule_scope *scope, struct findings *findings)
{
	bool on_linux = scope->inventory->platform == PLATFORM_LINUX;
	struct function_check check = {
	        .code = "reserved-memory",
	        .severity = FINDING_BLOCKER,
	        .fact = reserved,
	        .is_so = is_reserved,
	        .evidence = "has to stay attached to memory of the firmware (RMRR)",
	        .detail = on_linux ? refused_intel : regions,
	        .question = "whether it is bound to memory of the firmware (RMRR)",
	        .remedy = on_linux ? TURN_OFF "; on some servers a setting of each slot: look for "
	                                      "RMRR or shared memory), update the firmware, or use "
	                                      "another slot or device; no kernel parameter helps"
	                           : TURN_OFF "), update the firmware, or use another device",
	};

	if (text_equal(scope->inventory->iommu.firmware.value, "IVRS"))
		say_amd(&check);
	function_check(scope, findings, &check);
}
