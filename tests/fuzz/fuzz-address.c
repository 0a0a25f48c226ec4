/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "model/address.h"

/* What is read as an address is written as one, and read again as the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);
	struct address address, again;

	if (address_parse(text, &address) == 0) {
		MUST(address.device < 32 && address.function < 8);
		MUST(address_parse(address_format(address).text, &again) == 0);
		MUST(address_compare(address, again) == 0);
	}
	if (address_parse_slot(text, &address) == 0) {
		MUST(address.device < 32 && address.function == 0);
		MUST(address_parse_slot(address_format_slot(address).text, &again) == 0);
		MUST(address_same_slot(address, again));
	}
	free(text);
	return 0;
}
