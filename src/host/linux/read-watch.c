/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-watch.h"

#include <errno.h>

#include "base/text.h"
#include "host/linux/read-table.h"
#include "host/pci/dmar-scope.h"

#define SOURCE_DMAR "/sys/firmware/acpi/tables/DMAR"
#define SOURCE_IVRS "/sys/firmware/acpi/tables/IVRS"

static bool is_left_out(const struct dda_function *function)
{
	return fact_is_absent(function->group.fact) && function->state != FUNCTION_MISSING;
}

static bool any_left_out(const struct dda_inventory *inventory)
{
	for_each_described (function, inventory)
		if (is_left_out(function))
			return true;
	return false;
}

static struct iommu_watch watch_of_dmar(const struct dda_inventory *inventory,
                                        const struct dmar *dmar, unsigned index)
{
	const struct dda_function *functions = inventory->functions.items;
	const struct dmar_entry *unit = dmar_unit_of(dmar, functions, index);

	if (!unit)
		return (struct iommu_watch){.fact = fact_absent(SOURCE_DMAR)};
	return (struct iommu_watch){
	        .fact = fact_known(SOURCE_DMAR),
	        .base = unit->base,
	        .graphics = dmar_is_for_graphics(unit, functions, inventory->functions.count),
	};
}

static bool is_watched(const struct ivrs_unit *unit, struct address at)
{
	unsigned id = (unsigned)at.bus << 8 | (unsigned)at.device << 3 | at.function;

	for (size_t i = 0; unit->segment == at.domain && i < unit->device_count; i++)
		if (unit->devices[i].special == IVRS_NONE && !unit->devices[i].acpi_id &&
		    unit->devices[i].range.first <= id && id <= unit->devices[i].range.last)
			return true;
	return false;
}

static struct iommu_watch watch_of_ivrs(const struct ivrs *ivrs, struct address at)
{
	for (size_t i = 0; i < ivrs->unit_count; i++)
		if (is_watched(&ivrs->units[i], at))
			return (struct iommu_watch){.fact = fact_known(SOURCE_IVRS),
			                            .base = ivrs->units[i].base};
	return (struct iommu_watch){.fact = fact_absent(SOURCE_IVRS)};
}

int read_watch(const struct root *root, struct dda_inventory *inventory)
{
	bool amd = text_equal(inventory->iommu.firmware.value, "IVRS");
	struct dmar dmar;
	struct ivrs ivrs;
	int r;

	if (!fact_is_present(inventory->iommu.groups) || !any_left_out(inventory))
		return 0;
	r = amd ? read_ivrs(root, &inventory->arena, &ivrs)
	        : read_dmar(root, &inventory->arena, &dmar);
	if (r == -ENOMEM)
		return r;
	for_each_described (function, inventory) {
		if (!is_left_out(function))
			continue;
		if (r < 0)
			function->details->watch.fact =
			        fact_unknown(amd ? SOURCE_IVRS : SOURCE_DMAR, -r);
		else
			function->details->watch =
			        amd ? watch_of_ivrs(&ivrs, function->address)
			            : watch_of_dmar(
			                      inventory, &dmar,
			                      (unsigned)(function - inventory->functions.items));
	}
	return 0;
}
