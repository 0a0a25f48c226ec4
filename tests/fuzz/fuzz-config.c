/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/pci/decode-config.h"

/* What everybody who reads the struct takes for granted. */
static void check(const struct pci_config *config, size_t length)
{
	MUST(config->capability_count <= CONFIG_CAPABILITIES);
	MUST(config->resizable.count <= CONFIG_BARS);
	MUST(config->resizable_virtual.count <= CONFIG_BARS);
	MUST(!config->header_known || length >= CONFIG_SIZE_HEADER);
	MUST(!config->header_known || !config->all_ones);
	MUST(config->header_known || !(config->capabilities_known || config->extended_known));
	MUST(config->express.port_type < 16 && config->power.state < 4);
	for (unsigned i = 0; i < config->capability_count; i++) {
		const struct config_capability *capability = &config->capabilities[i];

		MUST(capability->offset >= (capability->extended ? 0x100 : 0x40));
		MUST(capability->offset < length);
		config_capability_name(capability->id, capability->extended);
	}
}

/* A window ends where it says, and no BAR is lost that has a size. */
static void check_addresses(const struct pci_config *config)
{
	struct bar bars[CONFIG_BARS] = {[2] = {.size = 4096}};

	MUST(config->windows_known || (!config->window.size && !config->window_prefetchable.size));
	MUST(config->window.size == 0 ||
	     config->window.start + (config->window.size - 1) >= config->window.start);
	config_find_lost_bars(config, bars);
	MUST(bars[2].size == 4096 && !bars[2].unassigned);
	for (unsigned i = 0; i < CONFIG_BARS; i++)
		MUST(!bars[i].unassigned || config->bars[i] != 0);
}

/* As it is, and cut off where readers without rights and old kernels cut it off. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t cuts[] = {SIZE_MAX, CONFIG_SIZE_STANDARD, CONFIG_SIZE_HEADER};

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		size_t length = size < cuts[i] ? size : cuts[i];
		uint8_t *bytes = (uint8_t *)copy_of(data, length);
		struct pci_config config = decode_config(bytes, length, true);

		check(&config, length);
		check_addresses(&config);
		free(bytes);
	}
	return 0;
}
