/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/pci/decode-ivrs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *table = (uint8_t *)copy_of(data, size);
	struct arena arena = {0};
	struct ivrs ivrs;

	if (decode_ivrs(table, size, &arena, &ivrs) == 0) {
		MUST(ivrs.unit_count <= size / 4 && ivrs.memory_count <= size / 4);
		for (size_t i = 0; i < ivrs.unit_count; i++)
			for (size_t j = 0; j < ivrs.units[i].device_count; j++) {
				const struct ivrs_device *device = &ivrs.units[i].devices[j];

				MUST(device->range.first <= device->range.last);
				MUST(!device->acpi_id || strlen(device->acpi_id) <= 8);
			}
		for (size_t i = 0; i < ivrs.memory_count; i++)
			MUST(ivrs.memories[i].devices.first <= ivrs.memories[i].devices.last);
	}
	arena_free(&arena);
	free(table);
	return 0;
}
