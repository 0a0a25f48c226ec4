/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/address.h"

#include <errno.h>
#include <stdio.h>

#include "base/text.h"

static int hex_field(const char **text, unsigned min_digits, unsigned max_digits, uint64_t *ret)
{
	const char *end;
	int r = text_number(*text, 16, max_digits, &end, ret);

	if (r < 0 || (unsigned)(end - *text) < min_digits)
		return -EINVAL;
	*text = end;
	return 0;
}

/* "[domain:]bus:device"; *text moves behind it. */
static int parse_slot(const char **text, struct address *ret)
{
	uint64_t domain = 0, bus, device;
	const char *colon = strchr(*text, ':');

	if (colon && strchr(colon + 1, ':')) {
		if (hex_field(text, 4, 8, &domain) < 0 || *(*text)++ != ':')
			return -EINVAL;
	}
	if (hex_field(text, 2, 2, &bus) < 0 || *(*text)++ != ':' ||
	    hex_field(text, 2, 2, &device) < 0 || device > 0x1f)
		return -EINVAL;
	*ret = (struct address){
	        .domain = (uint32_t)domain, .bus = (uint8_t)bus, .device = (uint8_t)device};
	return 0;
}

int address_parse(const char *text, struct address *ret)
{
	struct address address;
	uint64_t function;

	if (parse_slot(&text, &address) < 0 || *text++ != '.' ||
	    hex_field(&text, 1, 1, &function) < 0 || function > 7 || *text != '\0')
		return -EINVAL;
	address.function = (uint8_t)function;
	*ret = address;
	return 0;
}

int address_parse_slot(const char *text, struct address *ret)
{
	struct address address;

	if (parse_slot(&text, &address) < 0 || *text != '\0')
		return -EINVAL;
	*ret = address;
	return 0;
}

struct address_text address_format(struct address a)
{
	struct address_text text;

	snprintf(text.text, sizeof(text.text), "%04x:%02x:%02x.%x", (unsigned)a.domain, a.bus,
	         a.device & 0x1fu, a.function & 7u);
	return text;
}

struct address_text address_format_slot(struct address a)
{
	struct address_text text;

	snprintf(text.text, sizeof(text.text), "%04x:%02x:%02x", (unsigned)a.domain, a.bus,
	         a.device & 0x1fu);
	return text;
}

static uint64_t rank(struct address a)
{
	return (uint64_t)a.domain << 24 | (uint64_t)a.bus << 16 | (uint64_t)a.device << 8 |
	       a.function;
}

int address_compare(struct address a, struct address b)
{
	return (rank(a) > rank(b)) - (rank(a) < rank(b));
}

bool address_same_slot(struct address a, struct address b)
{
	a.function = b.function;
	return address_compare(a, b) == 0;
}
