/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hyperv.h"
#include "test.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/hyperv/note.h"

/* What dda writes into a VM's notes, and that what people wrote there survives to the letter. */

#define BEGIN "dda: settings before:"
#define LINE BEGIN " LowMmioGapSize=128>3072"
#define LONGEST "A123456789012345678901234567890123456789012345678901234567890123"

static char *read_text(const char *notes)
{
	json_t *note = NULL;
	char *text;

	assert_int_equal(note_read(notes, &note), 0);
	text = json_dumps(note, JSON_COMPACT);
	assert_non_null(text);
	json_decref(note);
	return text;
}

static const struct {
	const char *notes, *said;
} readings[] = {
        {NULL, "{}"},
        {"", "{}"},
        {"A VM for the laboratory.", "{}"},
        {BEGIN, "{}"},
        {LINE, "{'LowMmioGapSize':[128,3072]}"},
        {"Ours\r\n" LINE "\r\nand theirs", "{'LowMmioGapSize':[128,3072]}"},
        {"Ours\r" LINE "\rA=1>2", "{'LowMmioGapSize':[128,3072]}"},
        {"\n\n" LINE, "{'LowMmioGapSize':[128,3072]}"},
        {BEGIN "   A=1>2  B=true>false ", "{'A':[1,2],'B':[true,false]}"},
        {BEGIN "A=1>2", "{'A':[1,2]}"},
        {BEGIN " A=1>2 A=3>4", "{'A':[3,4]}"},
        {BEGIN " A=1>2\n" BEGIN " A=3>4 B=5>6", "{'A':[1,2]}"},
        {BEGIN " A=0>9223372036854775807", "{'A':[0,9223372036854775807]}"},
        {BEGIN " " LONGEST "=1>2", "{'" LONGEST "':[1,2]}"},
        /* not ours */
        {" " LINE, "{}"},
        {"see dda: settings before: A=1>2", "{}"},
        {"DDA: settings before: A=1>2", "{}"},
        {"dda: settings before A=1>2", "{}"},
        {"dda: settings before:\nA=1>2", "{}"},
        /* malformed words */
        {BEGIN " A=1>9223372036854775808", "{}"},
        {BEGIN " A=1>18446744073709551616", "{}"},
        {BEGIN " A=1>1234567890123456789012345", "{}"},
        {BEGIN " " LONGEST "X=1>2", "{}"},
        {BEGIN " A=1 B=>2 C=1> D>2 =1>2 E=1>2 F", "{'E':[1,2]}"},
        {BEGIN " A=-1>2 B=1>+2 C=0x1>2 D=1.5>2 E=one>2 F=True>false G=null>1", "{}"},
        {BEGIN " A=1>2; B=1>2>3 C=1>2,D=3>4 E=1=2>3 F\xc3\xa4=1>2", "{}"},
        {BEGIN " A=1>2\tB=3>4 C=5>6", "{'C':[5,6]}"},
        {BEGIN " %s%n=1>2 A=%d>2", "{}"},
};

static void test_read(void **state)
{
	for (size_t i = 0; i < COUNT(readings); i++) {
		_cleanup_free_ char *said = read_text(readings[i].notes);
		_cleanup_free_ char *expected = json_of(readings[i].said);

		print_message("  %s\n", readings[i].notes ? readings[i].notes : "(none)");
		assert_string_equal(said, expected);
	}
}

/* Notes, what is to be on record, and the notes then. */
static const struct {
	const char *notes, *note, *written;
} writings[] = {
        {NULL, "{}", ""},
        {"", "{}", ""},
        {"Ours.\r\n", "{}", "Ours.\r\n"},
        {NULL, "{'A':[1,2]}", BEGIN " A=1>2"},
        {"Ours.", "{'A':[1,2],'B':[true,false]}", "Ours.\r\n" BEGIN " A=1>2 B=true>false"},
        {LINE, "{'A':['1',2]}", BEGIN " A=1>2"},
        {LINE "\nOurs.", "{'A':[1,2]}", BEGIN " A=1>2\nOurs."},
        {"Ours.\r\n" LINE, "{'A':[1,2]}", "Ours.\r\n" BEGIN " A=1>2"},
        {"One\r\n" LINE "\r\n\r\nTwo\r\n", "{'A':[1,2]}", "One\r\n" BEGIN " A=1>2\r\n\r\nTwo\r\n"},
        /* the line goes, with one line end */
        {LINE, "{}", ""},
        {LINE "\r\n", "{}", ""},
        {LINE "\r\nOurs.", "{}", "Ours."},
        {LINE "\n\nOurs.", "{}", "\nOurs."},
        {LINE "\n\rOurs.", "{}", "\rOurs."},
        {"One\r\n" LINE "\r\nTwo", "{}", "One\r\nTwo"},
        {"One\r" LINE "\rTwo", "{}", "One\rTwo"},
        {"One\n\n" LINE, "{}", "One\n"},
        {"One\n" LINE "\n", "{}", "One\n"},
        {" " LINE, "{}", " " LINE},
        /* copies of it go too */
        {LINE "\n" LINE, "{}", ""},
        {"One\r\n" LINE "\r\nTwo\r\n" LINE "\r\n", "{}", "One\r\nTwo\r\n"},
        {LINE "\nOne\n" LINE "\nTwo\n" BEGIN, "{'A':[1,2]}", BEGIN " A=1>2\nOne\nTwo"},
        /* what can't be said in a line is left out */
        {"", "{'A':[1,null],'B':[[],1],'C':[1,2],'D':1}", BEGIN " C=1>2"},
};

static void test_write(void **state)
{
	for (size_t i = 0; i < COUNT(writings); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		_cleanup_free_ char *text = json_of(writings[i].note);
		json_t *note = json_loads(text, 0, NULL);

		assert_non_null(note);
		assert_string_equal(note_write(&arena, writings[i].notes, note),
		                    writings[i].written);
		json_decref(note);
	}
}

/* What people may have written. */
static const char *const people[] = {
        "",
        "One line",
        "One line\n",
        "One line\r\n",
        "One line\r",
        "\n",
        "\r\n\r\n",
        "\r\r\n\n",
        "Two\nlines",
        "Two\r\nlines\r\n\r\n",
        "  blanks \t\r\n",
        "\xc3\x9cmlaute, \xe2\x80\x98quotes\xe2\x80\x99 and \xf0\x9f\x90\xa7",
        "about dda: settings before: they were fine",
        "100 % %s %n",
};

static void assert_round_trip(const char *notes)
{
	_cleanup_(arena_free) struct arena arena = {0};
	json_t *note = json_pack("{s[ii]s[bb]}", "LowMmioGapSize", 128, 3072,
	                         "GuestControlledCacheTypes", 0, 1);
	json_t *none = json_object(), *read = NULL;
	const char *with = note_write(&arena, notes, note);

	assert_memory_equal(with, notes, strlen(notes));
	assert_int_equal(note_read(with, &read), 0);
	assert_true(json_equal(read, note));
	assert_string_equal(note_write(&arena, with, read), with);
	assert_string_equal(note_write(&arena, with, none), notes);
	json_decref(read);
	json_decref(none);
	json_decref(note);
}

static void test_round_trips(void **state)
{
	_cleanup_free_ char *huge = malloc((1 << 20) + 1);

	for (size_t i = 0; i < COUNT(people); i++)
		assert_round_trip(people[i]);
	assert_non_null(huge);
	for (size_t i = 0; i < 1 << 20; i++)
		huge[i] = i % 61 == 60 ? '\n' : (char)('a' + i % 26);
	huge[1 << 20] = '\0';
	assert_round_trip(huge);
}

/* What people write around the line while it is there. */
static void test_written_around(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	json_t *none = json_object();

	for (size_t i = 0; i < COUNT(people); i++) {
		const char *above = people[i];
		size_t length = strlen(above);
		const char *end = length && strchr("\r\n", above[length - 1]) ? "" : "\r\n";
		const char *all = arena_format(&arena, "%s%s%s\r\nbelow", above, end, LINE);
		const char *expected = arena_format(&arena, "%s%sbelow", above, end);

		assert_string_equal(note_write(&arena, all, none), expected);
	}
	json_decref(none);
}

static void test_values(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} values[] = {
	        {"128", "128", true},    {"128", "'128'", true},   {"128", "129", false},
	        {"true", "true", true},  {"true", "1", false},     {"true", "false", false},
	        {"null", "null", false}, {"[1]", "[1]", false},    {"1.0", "1.0", false},
	        {"-1", "'-1'", true},    {"'true'", "true", true}, {"'0128'", "128", false},
	};

	for (size_t i = 0; i < COUNT(values); i++) {
		_cleanup_free_ char *first = json_of(values[i].a), *second = json_of(values[i].b);
		json_t *a = json_loads(first, JSON_DECODE_ANY, NULL);
		json_t *b = json_loads(second, JSON_DECODE_ANY, NULL);

		assert_int_equal(note_values_equal(a, b), values[i].equal);
		assert_int_equal(note_values_equal(b, a), values[i].equal);
		json_decref(a);
		json_decref(b);
	}
	assert_false(note_values_equal(NULL, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_read),        cmocka_unit_test(test_write),
	        cmocka_unit_test(test_round_trips), cmocka_unit_test(test_written_around),
	        cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
