/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "web/line.h"

/* The words, each with a blank behind it. */
static void assert_words(const struct line *line, const char *expected)
{
	char text[1024] = "";

	for (size_t i = 0; i < line->count; i++) {
		strcat(text, line->items[i]);
		strcat(text, " ");
	}
	assert_string_equal(text, expected);
}

/* What is asked for, and the command line; NULL: refused, with this in it. */
static const struct {
	const char *command, *query, *words, *says;
} queries[] = {
        {"list", NULL, "--json list ", "dda list"},
        {"list", "", "--json list ", "dda list"},
        {"survey", "device=01:00&device=02:00", "--json survey 01:00 02:00 ",
         "dda survey 01:00 02:00"},
        {"survey", "device=PCIROOT(0)%23PCI(0100)", "--json survey PCIROOT(0)#PCI(0100) ",
         "dda survey 'PCIROOT(0)#PCI(0100)'"},
        {"survey", "device=NVIDIA*", "--json survey NVIDIA* ", "dda survey 'NVIDIA*'"},
        {"show", "device=it%27s", "--json show it's ", "dda show 'it'\\''s'"},
        {"verify", "vm=vm+1&wait=5", "--json verify vm 1 --wait 5 ", "dda verify 'vm 1' --wait 5"},
        {"mmio", "vm=-x&address_bits=46", "--json mmio --vm -x --address-bits 46 ",
         "dda mmio --vm -x --address-bits 46"},
        {"capture", NULL, "capture - ", "dda capture -"},
        {"show", "device=1&device=2", NULL, "more than once"},
        {"show", "device=--rom", NULL, "can't be one"},
        {"show", "device=", NULL, "can't be one"},
        {"list", "device=1", NULL, "no such parameter"},
        {"survey", "Device=1", NULL, "no such parameter"},
        {"survey", "device", NULL, "KEY=VALUE"},
        {"survey", "device=1&", "--json survey 1 ", "dda survey 1"},
        {"survey", "&device=1", NULL, "KEY=VALUE"},
        {"survey", "device=%", NULL, "UTF-8"},
        {"survey", "device=%2", NULL, "UTF-8"},
        {"survey", "device=%zz", NULL, "UTF-8"},
        {"survey", "device=a%00b", NULL, "UTF-8"},
        {"survey", "device=a%0ab", NULL, "UTF-8"},
        {"survey", "device=%ff", NULL, "UTF-8"},
        {"survey", "device=%c0%af", NULL, "UTF-8"},
        {"survey", "language=xx", NULL, "zh_CN"},
        {"survey", "language=zh_CN", "--json survey --language zh_CN ", "dda survey"},
};

static void test_queries(void **state)
{
	for (size_t i = 0; i < COUNT(queries); i++) {
		_cleanup_(query_deinit) struct query query = {0};
		_cleanup_(line_deinit) struct line line = {0};
		_cleanup_error_ struct dda_error *error = NULL;
		int r = query_parse(queries[i].query, &query, &error);

		print_message("  %s?%s\n", queries[i].command, queries[i].query);
		if (r == 0)
			r = line_of_query(queries[i].command, &query, &line, &error);
		assert_int_equal(r, queries[i].words ? 0 : -EINVAL);
		if (r == 0) {
			assert_words(&line, queries[i].words);
			assert_string_equal(line.shown, queries[i].says);
			continue;
		}
		assert_int_equal(dda_error_kind(error), DDA_ERROR_USAGE);
		assert_non_null(strstr(dda_error_evidence(error), queries[i].says));
	}
}

#define DRY "--dry-run --explain native "

static const struct {
	const char *body;
	bool run;
	const char *words, *says;
} bodies[] = {
        {"{'command':'assign','devices':['01:00','02:00'],'vms':['a'],'start':true,'pin':false}",
         false, "--json assign " DRY "01:00 02:00 --start --vm a ",
         "dda assign --dry-run --explain native 01:00 02:00 --start --vm a"},
        {"{'command':'assign','devices':['01:00','02:00'],'vms':['a','a'],'spread':true,"
         "'plan':'0123456789abcdef','confirm':60}",
         true,
         "--json --progress assign 01:00 02:00 --confirm 60 --expect 0123456789abcdef --spread a "
         "a ",
         "dda assign 01:00 02:00 --confirm 60 --spread a a"},
        {"{'command':'fix','devices':['01:00'],'vms':['a']}", true,
         "--json --progress status --fix 01:00 --vm a ", "dda status --fix 01:00 --vm a"},
        {"{'command':'recover'}", true, "--json recover ", "dda recover"},
        {"{'command':'disable','devices':['1'],'force':['not-isolated','x']}", true,
         "--json --progress disable 1 --force not-isolated --force x ",
         "dda disable 1 --force not-isolated --force x"},
        {"{'command':'recover'}", false, NULL, "has no plan"},
        {"{'command':'confirm'}", false, NULL, "has no plan"},
        {"{'command':'boot'}", true, NULL, "none that changes"},
        {"{'command':'web'}", true, NULL, "none that changes"},
        {"{'command':'list'}", true, NULL, "none that changes"},
        {"{'command':'status'}", true, NULL, "none that changes"},
        {"{'command':7}", true, NULL, "must be a text"},
        {"{}", true, NULL, "must be a text"},
        {"[]", true, NULL, "must be an object"},
        {"{'command':'disable','devices':'1'}", true, NULL, "must be a list"},
        {"{'command':'disable','devices':[1]}", true, NULL, "must be a text"},
        {"{'command':'disable','devices':['--rom=/etc/shadow']}", true, NULL, "can't be one"},
        {"{'command':'disable','devices':['-']}", true, NULL, "can't be one"},
        {"{'command':'disable','devices':['']}", true, NULL, "can't be one"},
        {"{'command':'disable','devices':['a\\nb']}", true, NULL, "must be a text"},
        {"{'command':'assign','devices':['1'],'vms':['--x'],'spread':true}", true, NULL,
         "can't be one"},
        {"{'command':'disable','devices':['1'],'rom':'/etc/shadow'}", true, NULL, "no such key"},
        {"{'command':'disable','devices':['1'],'host':'x'}", true, NULL, "no such key"},
        {"{'command':'disable','devices':['1'],'start':1}", true, NULL, "true or false"},
        {"{'command':'disable','devices':['1'],'spread':1}", true, NULL, "true or false"},
        {"{'command':'disable','devices':['1'],'confirm':-1}", true, NULL, "whole number"},
        {"{'command':'disable','devices':['1'],'confirm':1.5}", true, NULL, "whole number"},
        {"{'command':'disable','devices':['1'],'confirm':'1'}", true, NULL, "whole number"},
        {"{'command':'disable','devices':['1'],'plan':1}", true, NULL, "must be a text"},
        {"{'command':'set','settings':[]}", true, NULL, "must be an object"},
        {"{'command':'set','settings':{'rom':1}}", true, NULL, "a key that is none"},
        {"{'command':'disable','language':'xx'}", true, NULL, "zh_CN"},
};

static json_t *json_of(const char *text)
{
	_cleanup_free_ char *copy = strdup(text);

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	return json_loads(copy, 0, NULL);
}

static void test_bodies(void **state)
{
	for (size_t i = 0; i < COUNT(bodies); i++) {
		_cleanup_(line_deinit) struct line line = {0};
		_cleanup_error_ struct dda_error *error = NULL;
		json_t *body = json_of(bodies[i].body);
		int r;

		print_message("  %s\n", bodies[i].body);
		assert_non_null(body);
		r = line_of_body(body, bodies[i].run, &line, &error);
		json_decref(body);
		assert_int_equal(r, bodies[i].words ? 0 : -EINVAL);
		if (r == 0) {
			assert_words(&line, bodies[i].words);
			assert_string_equal(line.shown, bodies[i].says);
			continue;
		}
		assert_int_equal(dda_error_kind(error), DDA_ERROR_USAGE);
		assert_non_null(strstr(dda_error_evidence(error), bodies[i].says));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_queries),
	        cmocka_unit_test(test_bodies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
