/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "cli/options.h"
#include "web/allow.h"

#define CHANGE " dry-run explain yes progress expect"

/* All there is: every command of dda, and of its options those that the page may use. A new command
 * or option fails here until somebody has thought about it. */
static const struct {
	const char *command, *options; /* NULL: not the command either */
} expected[] = {
        {"list", " json language"},
        {"show", " json language"},
        {"vms", " json language"},
        {"survey", " json language"},
        {"tree", " json language"},
        {"mmio", " json language vm model count target ram address-bits"},
        {"status", " json language vm" CHANGE " fix"},
        {"history", " json language"},
        {"verify", " json language wait"},
        {"capture", " json language"},
        {"assign",
         " json language vm spread" CHANGE " force start confirm wait hide-hypervisor pin"},
        {"release", " json language vm" CHANGE},
        {"confirm", " json language put-back"},
        {"recover", " json language"},
        {"boot", NULL},
        {"disable", " json language" CHANGE " confirm"},
        {"enable", " json language" CHANGE},
        {"dismount", " json language" CHANGE " force"},
        {"mount", " json language" CHANGE},
        {"add", " json language vm" CHANGE},
        {"remove", " json language vm" CHANGE},
        {"set", " json language" CHANGE " low-space high-space cache-types stop-action"},
        {"start", " json language" CHANGE " wait"},
        {"web", NULL},
        {"help", NULL},
};

static int ask(const char *const *words, size_t count, bool read_only, struct allowed *ret)
{
	struct dda_error *error = NULL;
	int r = allow(words, count, read_only, ret, &error);

	assert_int_equal(r != 0, error != NULL);
	dda_error_free(error);
	return r;
}

#define ASK(read_only, ret, ...)                                                                   \
	ask((const char *const[]){__VA_ARGS__},                                                    \
	    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), read_only, ret)

/* A value that each option takes. */
static const char *value_of(const struct option_row *row)
{
	static const struct {
		const char *name, *value;
	} values[] = {
	        {"explain", "native"},   {"expect", "0123456789abcdef"}, {"cache-types", "on"},
	        {"stop-action", "save"}, {"language", "zh_CN"},
	};

	for (size_t i = 0; i < COUNT(values); i++)
		if (strcmp(values[i].name, row->name) == 0)
			return values[i].value;
	return "1";
}

static bool option_is_allowed(const char *command, const struct option_row *row)
{
	const char *words[4] = {command, NULL};
	struct allowed allowed;
	char option[64];

	snprintf(option, sizeof(option), "--%s", row->name);
	words[1] = option;
	words[2] = row->argument ? value_of(row) : NULL;
	/* Not well-formed without devices: that it may be asked for is seen before. */
	return ask(words, row->argument ? 3 : 2, false, &allowed) != -EPERM;
}

static bool has_word(const char *list, const char *word)
{
	char padded[80], whole[512];

	snprintf(padded, sizeof(padded), " %s ", word);
	snprintf(whole, sizeof(whole), "%s ", list);
	return strstr(whole, padded) != NULL;
}

static void test_every_option_of_every_command(void **state)
{
	for (size_t i = 0; commands[i] || i < COUNT(expected); i++) {
		assert_true(i < COUNT(expected) && commands[i]);
		assert_string_equal(commands[i]->name, expected[i].command);
		for (const struct option_row *row = option_rows; row->name; row++) {
			const bool is_allowed = option_is_allowed(commands[i]->name, row);

			if (is_allowed !=
			    has_word(expected[i].options ? expected[i].options : "", row->name))
				fail_msg("%s --%s: %s", commands[i]->name, row->name,
				         is_allowed ? "is allowed" : "is not allowed");
		}
	}
}

static void test_commands(void **state)
{
	struct allowed allowed;

	for (size_t i = 0; i < COUNT(expected); i++) {
		const int r = ASK(false, &allowed, expected[i].command);

		assert_int_equal(r == -EPERM, !expected[i].options);
	}
	assert_int_equal(ASK(false, &allowed, "nonsense"), -EINVAL);
	assert_int_equal(ASK(false, &allowed, "--json"), -EPERM);
	assert_int_equal(ask(NULL, 0, false, &allowed), -EPERM);
}

/* With --read-only whatever may change something is out, whichever way it is said. */
static void test_read_only(void **state)
{
	struct allowed allowed;

	for (size_t i = 0; commands[i]; i++) {
		const char *words[] = {commands[i]->name, "01:00", "--vm", "a"};

		for (size_t count = 1; count <= COUNT(words); count++)
			if (ask(words, count, true, &allowed) == 0)
				assert_false(commands[i]->changes || allowed.changes);
	}
	assert_int_equal(ASK(true, &allowed, "status", "--fix"), -EPERM);
	assert_int_equal(ASK(true, &allowed, "disable", "01:00", "--yes"), -EPERM);
	assert_int_equal(ASK(true, &allowed, "disable", "01:00", "--dry-run"), 0);
	assert_int_equal(ASK(true, &allowed, "status", "--fix", "--explain=native"), 0);
	assert_int_equal(ASK(true, &allowed, "disable", "01:00", "--", "--dry-run"), -EPERM);
	assert_int_equal(ASK(true, &allowed, "recover"), -EPERM);
	assert_int_equal(ASK(true, &allowed, "confirm"), -EPERM);
}

static void test_files(void **state)
{
	struct allowed allowed;

	assert_int_equal(ASK(false, &allowed, "capture", "-"), 0);
	assert_int_equal(ASK(false, &allowed, "capture", "/etc/passwd"), -EPERM);
	assert_int_equal(ASK(false, &allowed, "capture", "--", "x"), -EPERM);
	assert_int_equal(ASK(false, &allowed, "capture", "-", "--replace"), -EPERM);
	assert_int_equal(ASK(false, &allowed, "assign", "1", "--vm", "a", "--rom", "x"), -EPERM);
	assert_int_equal(ASK(false, &allowed, "assign", "1", "--vm", "a", "--rom=x"), -EPERM);
	assert_int_equal(ASK(false, &allowed, "--host", "root:/", "list"), -EPERM);
	assert_int_equal(ASK(false, &allowed, "list", "--host=root:/"), -EPERM);
}

static void test_limits(void **state)
{
	static const char *words[ALLOW_WORDS + 2];
	static char word[ALLOW_BYTES];
	struct allowed allowed;

	for (size_t i = 0; i < COUNT(words); i++)
		words[i] = i ? "01:00" : "survey";
	assert_int_equal(ask(words, ALLOW_WORDS, false, &allowed), 0);
	assert_int_equal(ask(words, ALLOW_WORDS + 1, false, &allowed), -E2BIG);
	memset(word, 'a', sizeof(word) - 1);
	assert_int_equal(ASK(false, &allowed, "survey", word), -E2BIG);
}

static void test_time(void **state)
{
	struct allowed allowed;

	assert_int_equal(ASK(false, &allowed, "list"), 0);
	assert_int_equal(allowed.seconds, 120);
	assert_int_equal(ASK(false, &allowed, "verify", "a", "--wait", "300"), 0);
	assert_int_equal(allowed.seconds, 420);
	assert_int_equal(ASK(false, &allowed, "disable", "1"), 0);
	assert_true(allowed.changes);
	assert_int_equal(allowed.seconds, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_option_of_every_command),
	        cmocka_unit_test(test_commands),
	        cmocka_unit_test(test_read_only),
	        cmocka_unit_test(test_files),
	        cmocka_unit_test(test_limits),
	        cmocka_unit_test(test_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
