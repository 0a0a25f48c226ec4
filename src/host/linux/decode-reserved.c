/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-reserved.h"

#include <errno.h>

#include "base/text.h"

static int hex_word(const char **text, uint64_t *ret)
{
	const char *digits = text_after(*text, "0x"), *end;

	if (!digits || text_number(digits, 16, 16, &end, ret) < 0 || *end != ' ')
		return -EINVAL;
	*text = end + 1;
	return 0;
}

static bool is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* One line, of which *ret_kept says whether it is about memory of the firmware. */
static int decode_line(const char **text, struct reserved_region *ret, bool *ret_kept)
{
	size_t length;

	if (hex_word(text, &ret->start) < 0 || hex_word(text, &ret->end) < 0 ||
	    ret->end < ret->start)
		return -EINVAL;
	length = strcspn(*text, "\n");
	ret->relaxable = is_word(*text, length, "direct-relaxable");
	*ret_kept = ret->relaxable || is_word(*text, length, "direct");
	*text += length;
	*text += **text == '\n';
	return 0;
}

static size_t count_lines(const char *text)
{
	size_t count = 1;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

int decode_reserved(const char *text, struct arena *arena, const struct reserved_region **ret,
                    size_t *ret_count)
{
	struct reserved_region *regions = arena_zeroed(arena, count_lines(text) * sizeof(*regions));
	size_t count = 0;
	bool kept;

	if (!regions)
		return -ENOMEM;
	while (*text) {
		if (decode_line(&text, &regions[count], &kept) < 0)
			return -EINVAL;
		count += kept;
	}
	*ret = regions;
	*ret_count = count;
	return 0;
}
