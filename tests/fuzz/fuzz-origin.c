/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/origin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct dda_function function = {
	        .vendor_id = {.fact = fact_known("vendor"), .value = 0x10de},
	        .device_id = {.fact = fact_known("device"), .value = 0x1db1},
	};
	char *text = text_of(data, size);
	struct arena arena = {0};
	struct origin origin = {0};

	if (origin_decode(text, &function, &arena, &origin) == 0) {
		MUST(fact_is_present(origin.fact));
		MUST(!origin.driver || !strchr(origin.driver, '\n'));
		MUST(!origin.override || !strchr(origin.override, '\n'));
	}
	arena_free(&arena);
	free(text);
	return 0;
}
