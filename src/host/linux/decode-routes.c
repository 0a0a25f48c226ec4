/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-routes.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

#define RTF_REJECT 0x200 /* linux/route.h: traffic there is refused */
#define SCOPE_LINK 0x20  /* net/ipv6.h */
#define IPV6_ROUTE_FIELDS                                                                          \
	10u /* destination, length, source, length, gateway, three numbers, flags */
#define ADDRESS_FIELDS 6u

/* The fields of a line, which any number of blanks part. Returns 0, or -EINVAL with fewer. */
static int split(char *line, char **fields, unsigned count)
{
	char *state;

	for (unsigned i = 0; i < count; i++) {
		fields[i] = strtok_r(i ? NULL : line, " \t", &state);
		if (!fields[i])
			return -EINVAL;
	}
	return 0;
}

static bool is_zero(const char *digits)
{
	return digits[strspn(digits, "0")] == '\0';
}

int decode_route(char *line, struct route *ret)
{
	char *fields[8];
	uint64_t flags, number;

	if (split(line, fields, 8) < 0 || text_whole_number(fields[1], 16, &number) < 0 ||
	    text_whole_number(fields[7], 16, &number) < 0 ||
	    text_whole_number(fields[3], 16, &flags) < 0)
		return -EINVAL;
	*ret = (struct route){
	        .interface = fields[0],
	        .leads = !(flags & RTF_REJECT),
	        .is_default = !(flags & RTF_REJECT) && is_zero(fields[1]) && is_zero(fields[7]),
	};
	return 0;
}

int decode_ipv6_route(char *line, struct route *ret)
{
	char *fields[IPV6_ROUTE_FIELDS];
	uint64_t flags, length;

	if (split(line, fields, IPV6_ROUTE_FIELDS) < 0 || strlen(fields[0]) != 32 ||
	    text_whole_number(fields[1], 16, &length) < 0 ||
	    text_whole_number(fields[8], 16, &flags) < 0)
		return -EINVAL;
	/* What else is there says no more than the addresses do, or is of every interface. */
	*ret = (struct route){.interface = fields[9]};
	ret->is_default = !(flags & RTF_REJECT) && length == 0 && is_zero(fields[0]);
	ret->leads = ret->is_default;
	return 0;
}

int decode_ipv6_address(char *line, struct route *ret)
{
	char *fields[ADDRESS_FIELDS];
	uint64_t scope;

	if (split(line, fields, ADDRESS_FIELDS) < 0 || strlen(fields[0]) != 32 ||
	    text_whole_number(fields[3], 16, &scope) < 0)
		return -EINVAL;
	*ret = (struct route){.interface = fields[5], .leads = scope != SCOPE_LINK};
	return 0;
}
