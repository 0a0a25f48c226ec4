/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-config.h"

#include <errno.h>

#include "base/text.h"
#include "host/pci/facts.h"

/* Why the rest is not known; less than the conventional 256 bytes are what the kernel shows to
 * others than root. */
static int reason_of(int r, const struct pci_config *config)
{
	if (r < 0)
		return -r;
	if (config->all_ones)
		return ENODEV;
	return r < CONFIG_SIZE_STANDARD ? EACCES : ENODATA;
}

int read_config(const struct root *root, int folder, struct arena *arena,
                struct dda_function *function)
{
	uint8_t bytes[CONFIG_SIZE];
	struct pci_config *config = arena_zeroed(arena, sizeof(*config));
	bool whole = true;
	int r = root_read_bytes(root, folder, "config", bytes, sizeof(bytes), &whole);

	if (!config)
		return -ENOMEM;
	*config = decode_config(bytes, r < 0 ? 0 : (size_t)r, whole);
	function->details->config = config;
	if (fact_is_known(function->details->bars_fact) &&
	    !fact_is_present(function->physical_function))
		config_find_lost_bars(config, function->details->bars);
	r = config_facts(config, "config", reason_of(r, config), arena, function);
	config_put_ids(function, config);
	return r;
}

static enum answer answer_from(struct fact fact)
{
	return fact_is_known(fact) ? answer_of(fact.present) : ANSWER_UNKNOWN;
}

int compute_groups(struct dda_inventory *inventory)
{
	const struct iommu *iommu = &inventory->iommu;
	struct acs_host host = {
	        .acs_asked = answer_from(iommu->units),
	        .amd_iommu = ANSWER_UNKNOWN,
	};

	if (fact_is_known(iommu->firmware.fact))
		host.amd_iommu = answer_of(text_equal(iommu->firmware.value, "IVRS"));
	return compute_function_groups(&host, inventory->functions.items,
	                               inventory->described.first, inventory->described.count);
}
