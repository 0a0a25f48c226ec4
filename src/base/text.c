/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

int text_number(const char *text, unsigned base, unsigned max_digits, const char **ret_end,
                uint64_t *ret_value)
{
	uint64_t value = 0;
	unsigned digits = 0;

	for (; digit_value(text[digits]) < (int)base; digits++) {
		if (digits == max_digits)
			return -ERANGE;
		value = value * base + (unsigned)digit_value(text[digits]);
	}
	if (digits == 0)
		return -EINVAL;
	*ret_end = text + digits;
	*ret_value = value;
	return 0;
}

int text_whole_number(const char *text, unsigned base, uint64_t *ret_value)
{
	const char *digits = base == 16 ? text_after(text, "0x") : NULL;
	const char *end;
	uint64_t value;
	int r = text_number(digits ? digits : text, base, base == 16 ? 16 : 19, &end, &value);

	if (r < 0)
		return r;
	if (*end == '\n')
		end++;
	if (*end != '\0')
		return -EINVAL;
	*ret_value = value;
	return 0;
}

bool text_has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	while (*list) {
		size_t n = strcspn(list, " \t\n");

		if (n == length && memcmp(list, word, n) == 0)
			return true;
		list += n;
		list += strspn(list, " \t\n");
	}
	return false;
}

bool text_is_glob(const char *text)
{
	return strpbrk(text, "*?[") != NULL;
}

static int fold(char c)
{
	return tolower((unsigned char)c);
}

/* One "[...]" of a glob against one character; *ret_end points behind the "]". -1: it never closes.
 */
static int class_matches(const char *class, char c, const char **ret_end)
{
	bool negate = class[1] == '!' || class[1] == '^', hit = false;
	const char *p = class + 1 + negate;

	do {
		if (*p == '\0')
			return -1;
		if (p[1] == '-' && p[2] != ']' && p[2] != '\0') {
			hit |= fold(c) >= fold(p[0]) && fold(c) <= fold(p[2]);
			p += 3;
		} else {
			hit |= fold(c) == fold(*p++);
		}
	} while (*p != ']');
	*ret_end = p + 1;
	return hit != negate;
}

/* Matches one element of the glob other than `*`; *glob moves behind it. */
static bool element_matches(const char **glob, char c)
{
	const char *end;
	int r;

	if (**glob == '[' && (r = class_matches(*glob, c, &end)) >= 0) {
		*glob = end;
		return r > 0;
	}
	if (**glob != '?' && fold(**glob) != fold(c))
		return false;
	(*glob)++;
	return true;
}

bool text_matches(const char *glob, const char *text)
{
	const char *star = NULL, *retry = NULL, *after;

	/* Going back to the last star is enough: an earlier one can't do better. */
	while (*text) {
		after = glob;
		if (*glob == '*') {
			star = ++glob;
			retry = text;
		} else if (*glob && element_matches(&after, *text)) {
			glob = after;
			text++;
		} else if (star) {
			glob = star;
			text = ++retry;
		} else {
			return false;
		}
	}
	return glob[strspn(glob, "*")] == '\0';
}

static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

char *text_size_exact(uint64_t bytes)
{
	unsigned unit = 0;
	char *text = NULL;

	for (; bytes && bytes % 1024 == 0; unit++)
		bytes /= 1024;
	return asprintf(&text, "%llu %s", (unsigned long long)bytes, units[unit]) < 0 ? NULL : text;
}

char *text_size(uint64_t bytes)
{
	unsigned unit = 0;
	uint64_t whole = bytes, rest = 0;
	char *text = NULL;

	for (; whole >= 1024; unit++) {
		rest = whole % 1024;
		whole /= 1024;
	}
	if (rest == 0 ? asprintf(&text, "%llu %s", (unsigned long long)whole, units[unit]) < 0
	              : asprintf(&text, "%llu.%llu %s", (unsigned long long)whole,
	                         (unsigned long long)(rest * 10 / 1024), units[unit]) < 0)
		return NULL;
	return text;
}
