/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *target = text_of(data, size);
	struct device_link link;

	if (decode_link(target, &link) == 0) {
		MUST(link.count > 0 && link.count <= LINK_STEPS_MAX);
		MUST(memchr(link.root, '\0', sizeof(link.root)));
		MUST(strncmp(target + link.root_offset, link.root, strlen(link.root)) == 0);
		for (unsigned i = 0; i < link.count; i++)
			MUST(link.steps[i].device < 32 && link.steps[i].function < 8);
	}
	free(target);
	return 0;
}
