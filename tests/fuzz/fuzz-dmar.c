/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/pci/decode-dmar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *table = (uint8_t *)copy_of(data, size);
	struct arena arena = {0};
	struct dmar dmar;

	if (decode_dmar(table, size, &arena, &dmar) == 0) {
		MUST(dmar.entry_count <= size / 4);
		for (size_t i = 0; i < dmar.entry_count; i++) {
			const struct dmar_entry *entry = &dmar.entries[i];

			MUST(entry->scope_count <= size / 6);
			for (size_t j = 0; j < entry->scope_count; j++)
				MUST(entry->scopes[j].step_count <= 124 && entry->scopes[j].steps);
		}
	}
	arena_free(&arena);
	free(table);
	return 0;
}
