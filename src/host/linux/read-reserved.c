/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-reserved.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "host/linux/decode-reserved.h"
#include "host/linux/read-table.h"
#include "host/pci/dmar-scope.h"

#define REGIONS_MAX 65536 /* characters; a line has fifty */
#define SOURCE_GROUP "reserved_regions of its IOMMU group"
#define SOURCE_DMAR "/sys/firmware/acpi/tables/DMAR"
#define SOURCE_IVRS "/sys/firmware/acpi/tables/IVRS"

static bool has_strict(const struct dda_function *function)
{
	for (size_t i = 0; i < function->details->reserved_regions.count; i++)
		if (!function->details->reserved_regions.items[i].relaxable)
			return true;
	return false;
}

static struct fact reserved_fact(const struct dda_function *function, const char *source)
{
	return has_strict(function) ? fact_known(source) : fact_absent(source);
}

static int read_group(const struct root *root, struct arena *arena, struct dda_function *function)
{
	char path[80], *text = malloc(REGIONS_MAX);
	int r = text ? 0 : -ENOMEM;

	snprintf(path, sizeof(path), "sys/kernel/iommu_groups/%" PRIu64 "/reserved_regions",
	         function->group.value);
	if (r >= 0)
		r = root_read(root, root->fd, path, text, REGIONS_MAX);
	if (r >= 0)
		r = decode_reserved(text, arena, &function->details->reserved_regions.items,
		                    &function->details->reserved_regions.count);
	free(text);
	function->details->reserved_memory = r < 0 ? fact_unknown(SOURCE_GROUP, -r)
	                                           : reserved_fact(function, SOURCE_GROUP);
	return r == -ENOMEM ? r : 0;
}

static int read_groups(const struct root *root, struct dda_inventory *inventory)
{
	for_each_described (function, inventory) {
		const struct dda_function *first =
		        &inventory->functions.items[function->group_first];

		if (!fact_is_present(function->group.fact))
			continue;
		/* The regions are those of the whole group. */
		if (first->details->reserved_memory.state == FACT_NOT_ASKED) {
			if (read_group(root, &inventory->arena, function) < 0)
				return -ENOMEM;
			continue;
		}
		function->details->reserved_memory = first->details->reserved_memory;
		function->details->reserved_regions = first->details->reserved_regions;
	}
	return 0;
}

/* The kernel lets go of the regions of displays and USB (device_rmrr_is_relaxable). */
static bool is_relaxable(const struct dda_function *function)
{
	return function_base_class(function) == 0x03 || function_class(function) == 0x0c03;
}

static int add_region(struct arena *arena, struct dda_function *function,
                      struct reserved_region region)
{
	size_t count = function->details->reserved_regions.count;
	struct reserved_region *grown = arena_zeroed(arena, (count + 1) * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		grown[i] = function->details->reserved_regions.items[i];
	grown[count] = region;
	function->details->reserved_regions.items = grown;
	function->details->reserved_regions.count = count + 1;
	return 0;
}

static int apply_dmar(struct dda_inventory *inventory, const struct dmar *dmar,
                      struct dda_function *function)
{
	const struct dda_function *functions = inventory->functions.items;
	unsigned index = (unsigned)(function - functions);
	int r = 0;

	for (size_t i = 0; r >= 0 && i < dmar->entry_count; i++) {
		const struct dmar_entry *entry = &dmar->entries[i];
		struct reserved_region region = {entry->base, entry->limit, is_relaxable(function)};

		if (entry->type == DMAR_RESERVED && dmar_names(entry, functions, index))
			r = add_region(&inventory->arena, function, region);
	}
	function->details->reserved_memory = reserved_fact(function, SOURCE_DMAR);
	return r;
}

static int apply_ivrs(struct dda_inventory *inventory, const struct ivrs *ivrs,
                      struct dda_function *function)
{
	struct address at = function->address;
	unsigned id = (unsigned)at.bus << 8 | (unsigned)at.device << 3 | at.function;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < ivrs->memory_count; i++) {
		const struct ivrs_memory *memory = &ivrs->memories[i];
		struct reserved_region region = {memory->start, memory->start + memory->size - 1,
		                                 false};

		if (memory->unity && memory->size && memory->segment == at.domain &&
		    memory->devices.first <= id && id <= memory->devices.last)
			r = add_region(&inventory->arena, function, region);
	}
	function->details->reserved_memory = reserved_fact(function, SOURCE_IVRS);
	return r;
}

static void mark_all(struct dda_inventory *inventory, struct fact fact)
{
	for_each_described (function, inventory)
		function->details->reserved_memory = fact;
}

static int read_from_dmar(const struct root *root, struct dda_inventory *inventory)
{
	struct dmar dmar;
	int r = read_dmar(root, &inventory->arena, &dmar);

	if (r < 0) {
		mark_all(inventory, fact_unknown(SOURCE_DMAR, -r));
		return r == -ENOMEM ? r : 0;
	}
	for_each_described (function, inventory)
		if (apply_dmar(inventory, &dmar, function) < 0)
			return -ENOMEM;
	return 0;
}

static int read_from_ivrs(const struct root *root, struct dda_inventory *inventory)
{
	struct ivrs ivrs;
	int r = read_ivrs(root, &inventory->arena, &ivrs);

	if (r < 0) {
		mark_all(inventory, fact_unknown(SOURCE_IVRS, -r));
		return r == -ENOMEM ? r : 0;
	}
	for_each_described (function, inventory)
		if (apply_ivrs(inventory, &ivrs, function) < 0)
			return -ENOMEM;
	return 0;
}

int read_reserved(const struct root *root, struct dda_inventory *inventory)
{
	const struct iommu *iommu = &inventory->iommu;

	if (!fact_is_absent(iommu->groups))
		return read_groups(root, inventory);
	if (text_equal(iommu->firmware.value, "DMAR"))
		return read_from_dmar(root, inventory);
	if (text_equal(iommu->firmware.value, "IVRS"))
		return read_from_ivrs(root, inventory);
	return 0;
}
