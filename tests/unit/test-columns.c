/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "view/columns.h"
#include "view/table.h"
#include "view/wrap.h"

/* How wide texts are, and how they are fitted into a terminal. */

#define CJK "\xe4\xb8\xad\xe6\x96\x87"           /* two wide characters */
#define E_ACUTE "e\xcc\x81"                      /* e and a combining accent */
#define EMOJI "\xf0\x9f\x96\xa7\xf0\x9f\x92\xbb" /* one that is narrow, one that is wide */

static void test_columns(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
	} cases[] = {
	        {"", 0},
	        {"NVIDIA", 6},
	        {"M\xc3\xbcller", 6},
	        {CJK, 4},
	        {"\xed\x95\x9c\xea\xb8\x80", 4}, /* Hangul */
	        {"\xef\xbc\xa1", 2},             /* fullwidth A */
	        {"\xef\xbd\xb1", 1},             /* halfwidth katakana */
	        {E_ACUTE, 1},
	        {"\xd0\x96\xce\xa9\xd7\x90", 3}, /* Cyrillic, Greek, Hebrew */
	        {EMOJI, 3},
	        {"a\xcc", 2},    /* cut off in the middle */
	        {"\x80\xff", 2}, /* no UTF-8 */
	        {"\xe4(", 2},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(text_columns(cases[i].text), cases[i].columns);
}

static void test_bytes(void **state)
{
	assert_int_equal(text_bytes("abc", 2), 2);
	assert_int_equal(text_bytes("abc", 3), 3);
	assert_int_equal(text_bytes("abc", 9), 3);
	assert_int_equal(text_bytes(CJK, 3), 3); /* half a character is none */
	assert_int_equal(text_bytes(CJK, 4), 6);
	assert_int_equal(text_bytes(E_ACUTE "x", 1), 3); /* the accent stays with its letter */
	assert_int_equal(text_bytes(CJK, 0), 0);
}

static void test_line(void **state)
{
	assert_int_equal(text_line("one two three", 20), 13);
	assert_int_equal(text_line("one two three", 13), 13);
	assert_int_equal(text_line("one two three", 12), 7);
	assert_int_equal(text_line("one two three", 7), 7);
	assert_int_equal(text_line("one two three", 6), 3);
	assert_int_equal(text_line("incomprehensible word", 5), 16);
	assert_int_equal(text_line("one  two", 5), 3); /* no line ends in blanks */
	assert_int_equal(text_line("", 9), 0);
	assert_int_equal(text_line("", 0), 0);
}

/* Wide characters have no blanks between them. */
static void test_wide_line(void **state)
{
	static const char comma[] = "\xef\xbc\x8c", opening[] = "\xef\xbc\x88";
	char text[64];

	assert_int_equal(text_line(CJK " " CJK, 8), 10);
	assert_int_equal(text_line(CJK CJK, 5), 6);
	assert_int_equal(text_line(CJK "GPU", 6), 6);
	assert_int_equal(text_line("GPU" CJK, 6), 6);
	assert_int_equal(text_line("abc" CJK, 2), 3); /* a word that is too wide stays whole */
	assert_int_equal(text_line(CJK, 1), 3);
	snprintf(text, sizeof(text), CJK "%s" CJK, comma);
	assert_int_equal(text_line(text, 5), 3); /* no line begins with a comma */
	assert_int_equal(text_line(text, 6), 9);
	snprintf(text, sizeof(text), CJK "%s" CJK, opening);
	assert_int_equal(text_line(text, 6), 6); /* ... or ends with what opens */
	assert_int_equal(text_line(CJK " " CJK, 9), 13);
}

static void assert_wrapped(const char *text, unsigned column, unsigned indent, unsigned width,
                           const char *expected)
{
	const struct view_style style = {.width = width};
	_cleanup_free_ char *written = NULL;
	size_t size;
	FILE *out = open_memstream(&written, &size);

	assert_non_null(out);
	text_wrap(text, column, indent, &style, out);
	fclose(out);
	assert_string_equal(written, expected);
}

static void test_wrap(void **state)
{
	static const char text[] = "the quick brown fox jumps over the lazy dog";

	assert_wrapped(text, 9, 2, 0, "the quick brown fox jumps over the lazy dog\n");
	assert_wrapped(text, 0, 2, 200, "the quick brown fox jumps over the lazy dog\n");
	assert_wrapped(text, 9, 2, 30, "the quick brown fox\n  jumps over the lazy dog\n");
	assert_wrapped(text, 0, 4, 5, "the quick brown fox\n    jumps over the lazy\n    dog\n");
	assert_wrapped("two  blanks\033[31m", 0, 2, 80, "two  blanks?[31m\n");
	assert_wrapped("", 0, 2, 80, "\n");
	assert_wrapped(NULL, 0, 2, 80, "\n");
}

static void assert_table(unsigned width, const char *expected)
{
	static const struct column columns[] = {
	        {.title = "CARD"},
	        {.title = "LOCATION PATH", .drops = true},
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE"},
	};
	static const char *const cells[] = {
	        "0000:01:00",
	        "PCIROOT(0)#PCI(0100)",
	        CJK CJK CJK CJK CJK CJK CJK " GPU",
	        "host",
	        "0000:02:00",
	        "PCIROOT(0)#PCI(0200)",
	        "M\xc3\xbcller",
	        "in-use",
	};
	const struct view_style style = {.width = width};
	_cleanup_(table_deinit) struct table table = {.columns = columns, .column_count = 4};
	_cleanup_free_ char *written = NULL;
	size_t size;
	FILE *out = open_memstream(&written, &size);

	assert_non_null(out);
	for (size_t i = 0; i < COUNT(cells); i++)
		table_add(&table, cells[i]);
	assert_int_equal(table_print(&table, 0, &style, out), 0);
	fclose(out);
	assert_string_equal(written, expected);
}

static void test_table(void **state)
{
	static const char whole[] =
	        "CARD        LOCATION PATH         NAME                              STATE\n"
	        "0000:01:00  PCIROOT(0)#PCI(0100)  " CJK CJK CJK CJK CJK CJK CJK " GPU  host\n"
	        "0000:02:00  PCIROOT(0)#PCI(0200)  M\xc3\xbcller                            "
	        "in-use\n";

	assert_table(0, whole);
	assert_table(74, whole);
	/* The name gives way, as long as it can be read... */
	assert_table(
	        67,
	        "CARD        LOCATION PATH         NAME                       STATE\n"
	        "0000:01:00  PCIROOT(0)#PCI(0100)  " CJK CJK CJK CJK CJK "\xe4\xb8\xad..   host\n"
	        "0000:02:00  PCIROOT(0)#PCI(0200)  M\xc3\xbcller                     in-use\n");
	/* ... then the location path goes. */
	assert_table(40, "CARD        NAME                  STATE\n"
	                 "0000:01:00  " CJK CJK CJK CJK "\xe4\xb8\xad..  host\n"
	                 "0000:02:00  M\xc3\xbcller                in-use\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_columns), cmocka_unit_test(test_bytes),
	        cmocka_unit_test(test_line),    cmocka_unit_test(test_wide_line),
	        cmocka_unit_test(test_wrap),    cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
