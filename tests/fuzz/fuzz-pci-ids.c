/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/pci-ids.h"

/* The database is mapped: no NUL ends it. Twice, because the second look-up uses what the first
 * found. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = copy_of(data, size);
	struct arena arena = {0};
	struct pci_ids ids = {.arena = &arena,
	                      .text = copy,
	                      .size = size,
	                      .vendors = calloc(0x10000, sizeof(uint32_t))};
	static const unsigned vendors[] = {0x10de, 0x10de, 0x8086, 0x8086, 0xffff};
	const char *vendor, *device;

	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++) {
		/* Of each vendor one device twice, and another one. */
		MUST(pci_ids_lookup(&ids, vendors[i], 0x1db1, &vendor, &device) == 0);
		MUST(pci_ids_lookup(&ids, vendors[i], 0x1db5, &vendor, &device) == 0);
		MUST(vendor || !device);
		MUST(!vendor || strlen(vendor) <= size);
	}
	arena_free(&arena);
	free(ids.names.items);
	free(ids.vendors);
	free(copy);
	return 0;
}
