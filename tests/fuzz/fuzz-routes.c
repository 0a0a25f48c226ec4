/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-routes.h"

static int (*const decoders[])(char *, struct route *) = {decode_route, decode_ipv6_route,
                                                          decode_ipv6_address};

/* An interface always has a name, and the default route leads somewhere. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < sizeof(decoders) / sizeof(*decoders); i++) {
		char *line = text_of(data, size);
		struct route route;

		if (decoders[i](line, &route) == 0) {
			MUST(route.interface >= line && route.interface < line + size);
			MUST(*route.interface);
			MUST(route.leads || !route.is_default);
		}
		free(line);
	}
	return 0;
}
