/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-resource.h"

#include <errno.h>

#include "base/text.h"

/* Flags of a resource, as in the kernel's include/linux/ioport.h. */
#define RESOURCE_IO 0x00000100
#define RESOURCE_MEM 0x00000200
#define RESOURCE_PREFETCH 0x00002000
#define RESOURCE_MEM_64 0x00100000
#define RESOURCE_UNSET 0x20000000

static int hex_word(const char **text, char end, uint64_t *ret)
{
	const char *digits = text_after(*text, "0x"), *after;

	if (!digits || text_number(digits, 16, 16, &after, ret) < 0 || *after != end)
		return -EINVAL;
	*text = after + 1;
	return 0;
}

static int decode_line(const char **text, struct bar *ret)
{
	uint64_t start, end, flags;

	if (hex_word(text, ' ', &start) < 0 || hex_word(text, ' ', &end) < 0)
		return -EINVAL;
	/* The last line may have lost its newline. */
	if (hex_word(text, '\n', &flags) < 0 && hex_word(text, '\0', &flags) < 0)
		return -EINVAL;
	*ret = (struct bar){0};
	if (!(flags & (RESOURCE_IO | RESOURCE_MEM)) || end < start)
		return 0;
	*ret = (struct bar){
	        .start = start,
	        .size = end - start + 1,
	        .io = flags & RESOURCE_IO,
	        .is_64bit = flags & RESOURCE_MEM_64,
	        .prefetchable = flags & RESOURCE_PREFETCH,
	        .unassigned = (flags & RESOURCE_UNSET) || start == 0,
	};
	return 0;
}

int decode_resource(const char *text, struct bar *ret_bars)
{
	struct bar bars[BAR_COUNT + 1];

	for (unsigned i = 0; i <= BAR_ROM; i++) {
		if (i > 0 && text[-1] == '\0')
			return -EINVAL;
		if (decode_line(&text, &bars[i]) < 0)
			return -EINVAL;
	}
	for (unsigned i = 0; i <= BAR_ROM; i++)
		ret_bars[i] = bars[i];
	return 0;
}
