/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

/* What a line about the network says of an interface; texts lie in the line that was decoded. */
struct route {
	const char *interface;
	bool leads;      /* something is reached through it, or it has an address of its own */
	bool is_default; /* all is reached through it */
};

/*
 * Decode one line, without its newline, in place: of /proc/net/route (not its headings), of
 * /proc/net/ipv6_route, and of /proc/net/if_inet6 (the addresses). Link-local addresses, which
 * every interface has, lead nowhere. Return 0 or -EINVAL.
 */
int decode_route(char *line, struct route *ret);
int decode_ipv6_route(char *line, struct route *ret);
int decode_ipv6_address(char *line, struct route *ret);
