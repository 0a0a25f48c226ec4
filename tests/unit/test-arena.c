/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/quote.h"
#include "base/texts.h"
#include "rules/words.h"

static void test_arena_keeps_texts(void **state)
{
	struct arena arena = {0};
	const char *first = arena_format(&arena, "%s-%d", "text", 1);

	for (int i = 0; i < 10000; i++)
		assert_non_null(arena_format(&arena, "filling %d", i));
	assert_string_equal(first, "text-1");
	assert_null(arena_text(&arena, NULL));
	assert_string_equal(arena_copy(&arena, "abcdef", 3), "abc");
	arena_free(&arena);
	assert_null(arena.blocks);
}

/* What comes after clearing is as in a new one: zeroed, and no copy of what was there. */
static void test_arena_clear(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};

	arena_clear(&arena);
	for (int round = 0; round < 3; round++) {
		unsigned char *bytes = arena_zeroed(&arena, 4096);

		assert_non_null(bytes);
		for (size_t i = 0; i < 4096; i++)
			assert_int_equal(bytes[i], 0);
		memset(bytes, 'x', 4096);
		for (int i = 0; i < 10000 * round; i++)
			assert_non_null(arena_format(&arena, "filling %d", i));
		assert_string_equal(arena_text(&arena, "flr bus"), "flr bus");
		arena_clear(&arena);
	}
}

/* Equal texts are one copy; a text that only begins like another is not. */
static void test_arena_equal_texts(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *first = arena_text(&arena, "flr bus");

	assert_ptr_equal(arena_copy(&arena, "flr bus pm", 7), first);
	assert_string_equal(arena_text(&arena, "flr bu"), "flr bu");
	for (int i = 0; i < 1000; i++) {
		char text[16];

		snprintf(text, sizeof(text), "%d", i);
		assert_string_equal(arena_text(&arena, text), text);
	}
	assert_string_equal(first, "flr bus");
}

/* What came before a mark stays, what came after it is never handed out again, and memory that is
 * used again is zeroed. */
static void test_arena_mark(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct arena_mark empty = arena_mark(&arena), mark;
	const char *first = arena_text(&arena, "kept");
	unsigned char *bytes;

	mark = arena_mark(&arena);
	for (int i = 0; i < 3; i++) {
		const char *later = arena_text(&arena, "later");

		assert_string_equal(later, "later");
		memset(arena_zeroed(&arena, 64), 0xff, 64);
		for (int j = 0; i == 1 && j < 10000; j++)
			assert_non_null(arena_format(&arena, "filling %d", j));
		arena_release(&arena, mark);
		assert_ptr_equal(arena_text(&arena, "kept"), first);
	}
	bytes = arena_zeroed(&arena, 256);
	for (int i = 0; i < 256; i++)
		assert_int_equal(bytes[i], 0);
	arena_release(&arena, empty);
	assert_null(arena.blocks);
	assert_string_equal(arena_text(&arena, "kept"), "kept");
}

/* Each different text is there once, under a number that stays. */
static void test_texts(void **state)
{
	_cleanup_(texts_deinit) struct texts texts = {0};
	uint32_t numbers[10000], number;
	char text[16];

	assert_int_equal(texts_add(&texts, NULL, &number), 0);
	assert_null(texts_get(&texts, number));
	for (int i = 0; i < 30000; i++) {
		snprintf(text, sizeof(text), "text %d", i % 10000);
		assert_int_equal(texts_add(&texts, text, &number), 0);
		if (i < 10000)
			numbers[i] = number;
		assert_int_equal(number, numbers[i % 10000]);
		assert_string_equal(texts_get(&texts, number), text);
	}
	assert_int_equal(texts_append(&texts, "text", 4), 0);
	assert_int_equal(texts_append(&texts, " 42?", 3), 0);
	assert_int_equal(texts_end(&texts, &number), 0);
	assert_int_equal(number, numbers[42]);
	assert_int_equal(texts_add(&texts, "", &number), 0);
	assert_string_equal(texts_get(&texts, number), "");
	assert_string_equal(texts_get(&texts, numbers[9999]), "text 9999");
}

/* However long they are, and however long the last one was. */
static void test_texts_long(void **state)
{
	_cleanup_(texts_deinit) struct texts texts = {0};
	_cleanup_free_ char *text = calloc(1, 200001);
	uint32_t numbers[200], number;

	assert_non_null(text);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 200; i++) {
			memset(text, 'x', 200000);
			text[i * 1000 + 1] = '\0';
			assert_int_equal(texts_add(&texts, text, &number), 0);
			assert_string_equal(texts_get(&texts, number), text);
			if (round == 0)
				numbers[i] = number;
			assert_int_equal(number, numbers[i]);
		}
	memset(text, 'y', 200000);
	assert_int_equal(texts_add(&texts, text, &number), 0);
	assert_int_equal(texts_add(&texts, "", &number), 0);
	assert_string_equal(texts_get(&texts, number), "");
}

static void test_arena_sizes(void **state)
{
	struct arena arena = {0};
	unsigned char *large = arena_zeroed(&arena, 100000);

	assert_non_null(large);
	assert_int_equal(large[99999], 0);
	assert_null(arena_zeroed(&arena, SIZE_MAX));
	assert_int_equal((uintptr_t)arena_zeroed(&arena, 1) % _Alignof(max_align_t), 0);
	assert_int_equal((uintptr_t)arena_zeroed(&arena, 1) % _Alignof(max_align_t), 0);
	arena_free(&arena);
}

static void test_array_grows_zeroed(void **state)
{
	struct {
		unsigned *items;
		size_t count;
	} array = {0};

	for (unsigned i = 0; i < 1000; i++) {
		unsigned *item = ARRAY_ADD(&array);

		assert_int_equal(*item, 0);
		*item = i;
	}
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(array.items[i], i);
	free(array.items);
}

/* A list that is too long for a sentence says how much is left out. */
static void test_words_end_somewhere(void **state)
{
	struct arena arena = {0};
	struct words few = {0}, many = {0};

	words_add(&few, "%s", "a");
	words_add(&few, "%d", 2);
	assert_string_equal(words_end(&few, &arena), "a, 2");
	for (int i = 0; i < 1000; i++)
		words_add(&many, "0000:00:00.0");
	assert_int_equal(many.count, 1000);
	assert_non_null(strstr(words_end(&many, &arena), " more"));
	arena_free(&arena);
}

/* A remedy is there to be copied into a shell. */
static void test_words_quote(void **state)
{
	struct arena arena = {0};

	assert_string_equal(words_quote("vm-1.a", &arena), "vm-1.a");
	assert_string_equal(words_quote("Windows 11", &arena), "'Windows 11'");
	assert_string_equal(words_quote("it's; rm", &arena), "'it'\\''s; rm'");
	assert_string_equal(words_quote("", &arena), "''");
	arena_free(&arena);
}

static void test_quote_argument(void **state)
{
	static const char *const cases[][2] = {
	        {"vm1", "\"vm1\""},
	        {"", "\"\""},
	        {"Windows 11 & <x>", "\"Windows 11 & <x>\""},
	        {"say \"no\"", "\"say \\\"no\\\"\""},
	        {"C:\\x y\\", "\"C:\\x y\\\\\""},
	        {"a\\\"b", "\"a\\\\\\\"b\""},
	        {"\\\\host\\x", "\"\\\\host\\x\""},
	};
	_cleanup_(arena_free) struct arena arena = {0};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(quote_argument(&arena, cases[i][0]), cases[i][1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_arena_keeps_texts),
	        cmocka_unit_test(test_arena_clear),
	        cmocka_unit_test(test_arena_equal_texts),
	        cmocka_unit_test(test_arena_mark),
	        cmocka_unit_test(test_texts),
	        cmocka_unit_test(test_texts_long),
	        cmocka_unit_test(test_arena_sizes),
	        cmocka_unit_test(test_array_grows_zeroed),
	        cmocka_unit_test(test_words_end_somewhere),
	        cmocka_unit_test(test_words_quote),
	        cmocka_unit_test(test_quote_argument),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
