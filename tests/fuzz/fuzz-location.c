/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "model/location.h"

/* A location path in its normal form stays as it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);
	struct arena arena = {0};
	const char *normal, *again;

	if (location_normalize(&arena, text, &normal) == 0) {
		MUST(location_looks_like(text) && location_looks_like(normal));
		MUST(location_normalize(&arena, normal, &again) == 0);
		MUST(strcmp(normal, again) == 0);
	}
	arena_free(&arena);
	free(text);
	return 0;
}
