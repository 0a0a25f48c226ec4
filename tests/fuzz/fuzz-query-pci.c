/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-query-pci.h"

/* QEMU is outside: what it answers is no better than any other file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *json = copy_of(data, size);
	struct hostdev hostdevs[] = {{.alias = "one", .live = true},
	                             {.alias = "two", .live = true}};
	struct vm vm = {.hostdevs = {.items = hostdevs, .count = 2}};

	if (decode_query_pci(json, size, &vm) == 0)
		for (size_t i = 0; i < 2; i++)
			MUST(fact_is_known(hostdevs[i].seen));
	free(json);
	return 0;
}
