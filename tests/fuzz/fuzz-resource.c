/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-resource.h"

/* Sums of BAR sizes are what views show; they are taken of everything that was accepted. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);
	struct function_details details = {.bars_fact = fact_known("resource")};
	const struct dda_function function = {.details = &details};

	if (decode_resource(text, details.bars) == 0) {
		MUST(function_mmio_below_4g(&function) < UINT64_MAX);
		MUST(function_mmio_above_4g(&function) < UINT64_MAX);
	}
	free(text);
	return 0;
}
