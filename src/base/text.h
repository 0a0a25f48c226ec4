/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* True when both are the same text, or both are NULL. */
static inline bool text_equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The rest of `text` after `prefix`, or NULL when it does not begin with it. */
static inline const char *text_after(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

/*
 * Reads a number from `text`: at most `max_digits` digits of `base` (10 or 16),
 * no sign, no blanks, no prefix. *ret_end points behind the last digit.
 * Returns 0, -EINVAL without a digit, -ERANGE with more than `max_digits`.
 */
int text_number(const char *text, unsigned base, unsigned max_digits, const char **ret_end,
                uint64_t *ret_value);

/* The same for a whole text; `0x` may stand before a hexadecimal number and one newline may end it.
 */
int text_whole_number(const char *text, unsigned base, uint64_t *ret_value);

/* True when `word` is one of the blank-separated words of `list`. */
bool text_has_word(const char *list, const char *word);

/* True when `text` has one of the shell wildcards `*`, `?`, `[`. */
bool text_is_glob(const char *text);

/* Shell wildcard match (`*`, `?`, `[a-z]`), upper and lower case alike. */
bool text_matches(const char *glob, const char *text);

/* A size in bytes as people read it: "16 GiB", "4 KiB", "1.5 MiB"; a heap string, or NULL without
 * memory. */
char *text_size(uint64_t bytes);

/* The same without rounding, in the largest unit of which it is a whole number: "16896 MiB". */
char *text_size_exact(uint64_t bytes);
