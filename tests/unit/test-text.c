/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/text.h"

static void test_whole_number(void **state)
{
	static const struct {
		const char *text;
		unsigned base;
		int result;
		uint64_t value;
	} cases[] = {
	        {"0", 10, 0, 0},
	        {"42\n", 10, 0, 42},
	        {"0x10de\n", 16, 0, 0x10de},
	        {"10DE", 16, 0, 0x10de},
	        {"0xffffffffffffffff", 16, 0, UINT64_MAX},
	        {"", 10, -EINVAL, 0},
	        {"-1", 10, -EINVAL, 0},
	        {" 1", 10, -EINVAL, 0},
	        {"1 ", 10, -EINVAL, 0},
	        {"0x", 16, -EINVAL, 0},
	        {"1\n\n", 10, -EINVAL, 0},
	        {"12345678901234567890", 10, -ERANGE, 0},
	        {"0x10000000000000000", 16, -ERANGE, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t value = 0;

		assert_int_equal(text_whole_number(cases[i].text, cases[i].base, &value),
		                 cases[i].result);
		assert_int_equal(value, cases[i].value);
	}
}

static void test_matches(void **state)
{
	static const struct {
		const char *glob, *text;
		bool matches;
	} cases[] = {
	        {"*", "", true},
	        {"*", "anything", true},
	        {"nvidia*", "NVIDIA Corporation", true},
	        {"*v100*", "GV100GL [Tesla V100]", true},
	        {"a*b*c", "aXbYbZc", true},
	        {"a*b*c", "aXbYbZ", false},
	        {"?", "", false},
	        {"?x", "ax", true},
	        {"[a-c]x", "Bx", true},
	        {"[!a-c]x", "bx", false},
	        {"[]x]", "]", true},
	        {"[abc", "[abc", true},
	        {"[", "[", true},
	        {"a", "ab", false},
	        {"", "", true},
	        {"", "a", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(text_matches(cases[i].glob, cases[i].text), cases[i].matches);
}

static void test_words(void **state)
{
	assert_true(text_has_word("ro quiet iommu=pt", "iommu=pt"));
	assert_true(text_has_word("bus\n", "bus"));
	assert_false(text_has_word("intel_iommu=off", "iommu=off"));
	assert_false(text_has_word("", "a"));
	assert_true(text_equal(NULL, NULL));
	assert_false(text_equal("a", NULL));
	assert_string_equal(text_after("root:DIR", "root:"), "DIR");
	assert_null(text_after("roo", "root:"));
}

static void test_size(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} cases[] = {
	        {0, "0 bytes"},    {1023, "1023 bytes"},     {4096, "4 KiB"},
	        {1536, "1.5 KiB"}, {17179869184u, "16 GiB"}, {UINT64_MAX, "15.9 EiB"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_free_ char *text = text_size(cases[i].bytes);

		assert_string_equal(text, cases[i].text);
	}
}

static void test_exact_size(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} cases[] = {
	        {0, "0 bytes"},
	        {1536, "1536 bytes"},
	        {17716740096u, "16896 MiB"},
	        {1ull << 63, "8 EiB"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_free_ char *text = text_size_exact(cases[i].bytes);

		assert_string_equal(text, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_whole_number), cmocka_unit_test(test_matches),
	        cmocka_unit_test(test_words),        cmocka_unit_test(test_size),
	        cmocka_unit_test(test_exact_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
